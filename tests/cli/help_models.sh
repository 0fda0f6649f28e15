frugal help models
# The example is there to be copied.
frugal help --complete example >my_training.model
head -1 my_training.model
