### 发给用户的消息，每个场景一个主题和一段正文。

message-register-subject = 你的注册验证码
message-register-text =
    验证码：{ $code }

    请在 { $minutes } 分钟内，在开始注册“{ $pool }”的页面中输入。请勿转告他人，我们不会向你索取。

    如果不是你本人操作，请忽略此邮件。
message-login-subject = 你的登录验证码
message-login-text =
    验证码：{ $code }

    请在 { $minutes } 分钟内，在开始登录“{ $pool }”的页面中输入。请勿转告他人，我们不会向你索取。

    如果不是你本人操作，请忽略此邮件。
message-reset-password-subject = 你的重置密码验证码
message-reset-password-text =
    验证码：{ $code }

    请在 { $minutes } 分钟内，在重置“{ $pool }”密码的页面中输入。请勿转告他人，我们不会向你索取。

    如果不是你本人操作，请忽略此邮件，密码不会改变。
message-password-reset-by-admin-subject = 你的密码已被重置
message-password-reset-by-admin-text =
    管理员已重置你在“{ $pool }”的密码，所有设备均已退出登录。

    请在此设置新密码：{ $link }
message-already-registered-subject = 你已有账号
message-already-registered-text =
    有人使用此邮箱注册“{ $pool }”，但该邮箱已有账号。

    如果是你本人，请直接登录；忘记密码可以在登录页面重置。如果不是，请忽略此邮件，没有任何内容被更改。
message-password-changed-subject = 你的密码已更改
message-password-changed-text =
    你在“{ $pool }”的密码刚刚被更改。

    如果不是你本人操作，请立即在登录页面重置密码。
message-account-locked-subject = 你的账号已暂时锁定
message-account-locked-text =
    由于密码多次输入错误，你在“{ $pool }”的账号已锁定 { $minutes } 分钟。

    到时会自动解锁；你也可以在登录页面重置密码，立即解锁。如果不是你本人操作，请重置密码。

### 系统自动创建的对象的名称。

pool-name-console = Moongate 控制台
source-name-password = 密码
source-name-email_code = 邮箱验证码
demo-pool-name = 演示用户目录
demo-application-name = 演示应用
