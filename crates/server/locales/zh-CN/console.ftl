### 控制台。

setup-title = 创建首位管理员
setup-text = 本页面只能使用一次，请妥善保管密码。
setup-create = 创建管理员
