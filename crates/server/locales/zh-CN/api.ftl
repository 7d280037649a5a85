api-title = 管理 API
api-contents = 目录
api-objects = 对象
api-required = 必填
api-body = 请求体
api-answer = 响应
