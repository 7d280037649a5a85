### 重置忘记的密码，以及更换临时密码。

reset-title = 重置密码
reset-hint = 我们会向该邮箱发送验证码。设置新密码之前，原密码不变。
back-to-sign-in = 返回登录
new-password-title = 设置新密码
new-password-reset = 设置后所有设备都会下线，因多次输错而锁定的账号也会解锁。
new-password-temporary = 当前密码由管理员设置，请换成只有你知道的密码。
new-password-save = 保存密码
reset-done-title = 密码已修改
reset-done-text = 请用新密码登录，所有设备已下线。
