### 多个页面共用的词句。

skip-to-content = 跳到正文
continue = 继续
cancel = 取消
save = 保存
optional = （选填）
theme = 外观
theme-light = 浅色
theme-dark = 深色
theme-system = 跟随系统

sign-out = 退出登录

notice-saved = 已保存。
notice-password-changed = 密码已修改，其他设备已下线。
notice-session-ended = 该设备已下线。

username-label = 用户名
email-label = 邮箱
phone-label = 手机号
password-label = 密码
new-password-label = 新密码
confirm-password-label = 再次输入密码
nickname-label = 昵称
username-hint = 可使用字母、数字和 . _ -，不能与邮箱或手机号的格式相同。
password-show = 显示密码

problem = { $field }：{ $text }
identifier = 账号
problems-title = 有 { $count } 处需要修改


time-just-now = 刚刚
time-minutes-ago = { $count } 分钟前
time-hours-ago = { $count } 小时前
time-date = { $numeric }
time-exact = { $date } { $clock } UTC

password-rule-min-length = 至少 { $min } 个字符
password-rule-max-length = 最多 { $max } 个字符
password-rule-letter = 包含字母
password-rule-lower = 包含小写字母
password-rule-upper = 包含大写字母
password-rule-digit = 包含数字
password-rule-special = 包含特殊字符
password-rule-no-space = 不含空格
password-rule-not-account = 不含用户名或邮箱
password-rule-not-common = 不是常见密码
password-rule-history = 与最近 { $count } 次的密码不同
