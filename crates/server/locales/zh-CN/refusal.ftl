### 拒绝原因：每个代码一句话。代码中的点写成连字符，前面加 “error-”。

error-refused = 无法接受，请检查后再试。
error-field-required = 请填写此项
error-text-too_long = 最多 { $max } 个字符
error-number-out_of_range = 请填写 { $min } 到 { $max } 之间的数
error-email-malformed = 邮箱格式不正确
error-username-malformed = 只能使用字母、数字和 . _ -，且不能与邮箱或手机号的格式相同
error-identifier-taken = 已被使用
error-statement-required = 请先同意
error-password-too_short = 至少 { $min } 个字符
error-password-too_long = 最多 { $max } 个字符
error-password-needs_lower = 请加入小写字母
error-password-needs_upper = 请加入大写字母
error-password-needs_digit = 请加入数字
error-password-needs_symbol = 请加入特殊字符，如 ! ? # 或 -
error-password-common = 该密码过于常见，请换一个
error-password-reused = 不能与最近 { $count } 次的密码相同
error-password-mismatch = 两次输入的密码不一致
error-password-wrong = 当前密码不正确
error-sign_in-wrong = 账号或密码不正确
error-sign_in-wrong_near_lock = 账号或密码不正确，再错 { $left } 次将锁定 { $minutes } 分钟
error-sign_in-locked = 尝试次数过多，请在 { $minutes } 分钟后再试，或重置密码
error-sign_in-blocked = 该账号暂时无法登录，请联系运营方
error-code-wrong = 验证码不正确，还可以再试 { $left } 次
error-code-expired = 验证码已过期，请重新获取
error-code-spent = 错误次数过多，请重新获取验证码
error-code-too_soon = { $seconds } 秒后可重新获取
