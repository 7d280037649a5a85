api-title = Management API
api-contents = Contents
api-objects = Objects
api-required = Required
api-body = Body
api-answer = Answer
