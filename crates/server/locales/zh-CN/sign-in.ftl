### 登录与输入验证码。

sign-in = 登录
sign-in-title = 登录{ $name }
sign-in-new-here = 还没有账号？
sign-in-create-account = 立即注册
sign-in-methods = 登录方式
sign-in-tab-password = 密码
sign-in-tab-email = 邮箱验证码
sign-in-remember = { $days } 天内保持登录
sign-in-forgot-password = 忘记密码
sign-in-email-hint = 我们会向该邮箱发送验证码。
sign-in-send-code = 获取验证码
identifier-label = { $kinds ->
    [username] 用户名
    [email] 邮箱
    [phone] 手机号
    [email-username] 邮箱或用户名
    [phone-email] 手机号或邮箱
    [phone-username] 手机号或用户名
   *[any] 手机号、邮箱或用户名
}

code-title-sign-in = 输入验证码
code-title-register = 验证邮箱
code-title-reset = 输入验证码
code-sent = 验证码已发送到 { $destination }。
code-sent-discreet = 如果 { $destination } 对应的账号存在，我们已发送验证码。
code-label = { $length } 位验证码
code-label-long = 验证码
code-hint-minutes = { $minutes } 分钟内有效。没收到时请查看垃圾邮件。
code-hint-seconds = { $seconds } 秒内有效。没收到时请查看垃圾邮件。
code-resend = 重新发送
code-resend-wait = { $seconds } 秒后可重新发送
code-resent = 新的验证码已发送，之前的不再有效。
code-other-address = 换个邮箱
