# In French: words, decimal comma, spaces that do not break; the errors too.
frugal estimate training gpu="A100 SXM4 80GB" gpu_hours=1083kh zone=FR --lang fr
frugal estimate training gpu_hours=10kW --lang fr
frugal estimate training gpu="A100 SXM4 80GB" --lang fr
