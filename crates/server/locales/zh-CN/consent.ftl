### 对应用的授权，以及退出登录。

consent-title = 向{ $name }提供你的信息？
consent-account = 当前登录账号：{ $account }
consent-asks = 对方将获得
consent-allow = 允许
consent-deny = 拒绝
consent-next = 之后将返回 { $host }。
scope-openid = 身份标识
scope-openid-detail = 在该应用中代表你的一串编号
scope-profile = 个人资料
scope-profile-detail = 昵称、用户名、头像和生日
scope-email = 邮箱
scope-email-detail = 邮箱地址及是否已验证
scope-phone = 手机号
scope-phone-detail = 手机号及是否已验证
scope-address = 地址
scope-address-detail = 个人资料中的通讯地址
scope-offline = 离线时继续访问
scope-offline-detail = 持续有效，直到你取消授权或下线所有设备

sign-out-title = 退出登录？
sign-out-text = 当前登录账号：{ $account }
sign-out-stay = 保持登录
signed-out-title = 已退出登录
signed-out-text = 如果是公用设备，请同时关闭浏览器。
signed-out-again = 重新登录
