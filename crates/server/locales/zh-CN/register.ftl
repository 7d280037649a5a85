### 注册。

register = 注册
register-title = 注册{ $name }账号
register-have-account = 已有账号？
register-email-hint = 我们会发送验证码，确认这是你的邮箱。
registered = 注册成功，现在可以登录了。
