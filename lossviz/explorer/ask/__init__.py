"""An explorer asks first: a question stands above its picture, which is locked until somebody has answered."""
