### 错误页：先说发生了什么，再说怎么办。

failure-reference = 参考号
failure-code = 代码
failure-time = 时间
failure-onward = 继续

failure-not-found = 页面不存在
failure-not-found-text = 地址可能有误或已过期。
failure-not-found-remedy = 请返回应用，从那里重新开始。
failure-bad-request = 请求不完整
failure-bad-request-text = 应用发来的内容无法处理。
failure-bad-request-remedy = 请返回重试。如果仍然出现，请把下面的代码告诉应用的客服。
failure-redirect-not-registered = 返回地址没有登记
failure-redirect-not-registered-text = 应用要求把你送到一个没有登记的地址，所以我们停在了这里。
failure-redirect-not-registered-remedy = 请告知应用的管理者。
failure-unknown-application = 无法识别该应用
failure-unknown-application-text = 该应用或它的返回地址没有登记，为了你的安全，我们停在了这里。
failure-unknown-application-remedy = 请把下面的参考号告诉应用的客服。
failure-application-closed = 应用已关闭
failure-application-closed-text = 运营方已停用该应用。
failure-application-closed-remedy = 请稍后再试，或联系运营方。
failure-expired = 本次登录已结束
failure-expired-text = 可能是等待太久、已经完成，或是在另一个浏览器中开始的。
failure-expired-remedy = 请从应用重新开始。
failure-stale-form = 页面已过期
failure-stale-form-text = 页面打开太久，或在两个窗口中同时打开。没有任何改动。
failure-stale-form-remedy = 请返回并刷新页面，再提交一次。
failure-forbidden = 无法打开该页面
failure-forbidden-text = 你的账号没有所需的权限。
failure-forbidden-remedy = 请向管理员申请权限，或换一个账号登录。
failure-too-large = 内容过大
failure-too-large-text = 提交的内容超出上限。没有任何改动。
failure-too-large-remedy = 请返回并提交更小的文件或更短的文字。
failure-too-many = 尝试次数过多
failure-too-many-text = 你所在的网络短时间内请求过多。
failure-too-many-remedy = 请等几分钟再试。
failure-busy = 当前访问繁忙
failure-busy-text = 此刻登录的人数超出了服务能力。
failure-busy-remedy = 请几秒后再试。
failure-not-set-up = 尚未完成初始设置
failure-not-set-up-text = Moongate 已运行，但还没有管理员。
failure-not-set-up-remedy = 请打开服务启动时显示的一次性设置地址。
failure-internal = 服务暂时出错
failure-internal-text = 不是你的问题，也没有留下改了一半的数据。
failure-internal-remedy = 请稍后再试。如果仍然出现，请把下面的参考号告诉客服。

### 管理接口错误的标题，每个状态码一条（RFC 9457）。

problem-400 = 请求有误
problem-401 = 需要登录
problem-403 = 没有权限
problem-404 = 不存在
problem-405 = 不支持的请求方法
problem-409 = 存在冲突
problem-412 = 内容已被更改
problem-413 = 内容过大
problem-415 = 不支持的内容类型
problem-422 = 无法接受
problem-428 = 缺少前置条件
problem-429 = 请求过多
problem-500 = 服务器错误
problem-503 = 暂不可用
