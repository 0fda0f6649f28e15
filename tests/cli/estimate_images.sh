# Images, videos and embeddings, worked out by hand.
. "$CASES/values.bash"
# A denoiser of 2e9 parameters of which half multiply each of the 64 * 64 patches of 1024 x 1024 pixels, 20 steps of 2
# passes, attention of 40000. Operations: weights 2 * 1e9 * 4096 * 40 = 3.2768e14, text encoder 2 * 5e9 * 300 = 3e12,
# attention 4 * 4096^2 * 40000 * 40 = 1.07374e14, decoder 1e7 * 1024^2 = 1.04858e13. H100: 700 W / 989.4 TFLOPS =
# 0.70750 pJ, 1.26339 of 0.56 pJ, whose fourth root times 0.56 pJ is 0.593704 pJ. Computing: 0.593704e-12 * (4.4896 *
# 3.3068e14 + 3.3613 * 1.07374e14 + 11.973 * 1.04858e13) = 1170.2 J. Launching: 0.00089519 s * 700 W * 24 * 20 =
# 300.78 J. sqrt(1170.2^2 + 300.78^2) = 1208.3 J = 0.33563 Wh. With host (0.43) and idle machines (0.17), at a PUE of
# 1.2: 0.64442 Wh; at 100 g/kWh 0.064442 g. Making: 0.33563 Wh / (0.75 * 700 W) of 5 * 8760 * 0.5 h, of 164 + 5700 / 8
# kg: 0.025587 g.
images() { # FIGURES further inputs
	values "$1" image_request parameters=2e9 token_share=0.5 patch=16 passes=2 steps=20 width=1024 height=1024 \
		attention_width=40000 layers=24 encoder=5e9 model_guess=1 gpu='H100 SXM5 80GB' pue=1.2 \
		zone.intensity=100g/kWh "${@:2}"
}
images 'image_energy accelerators energy usage_gwp embodied_gwp' gpus=1 batch=1
# Two accelerators: pieces of (330.68 + 107.37) / 480 = 0.91262 TFLOP; 1 + 0.22826 / 0.91262^0.32446 = 1.23514 times the
# computing, 1445.4 J; four images share the launching of both, 300.78 * 2 / 4 = 150.39 J. 1453.2 J = 0.40367 Wh, and
# 403.67 Wh for a thousand.
images 'image_energy accelerators' gpus=2 batch=4 images=1000
# In 8 bits an operation costs half in a program that computes in them, and as much in one that converts: 0.75, of
# 1170.2 J 877.65 J; sqrt(877.65^2 + 300.78^2) = 927.76 J = 0.25771 Wh. Of int4 only the memory is less.
images image_energy gpus=1 batch=1 precision=fp8
images image_energy gpus=1 batch=1 precision=int4
for asked in precision=fp8 precision=int4 'precision=fp8 gpu=A100' precision=fp32 ''; do
	# shellcheck disable=SC2086
	frugal estimate image_request model=SDXL $asked --draws 1 2>&1 | grep '^note: .*precision'
done
# A video: 52 * 30 * ceil(81 / 4) = 32760 patches of 832 x 480 pixels and 81 frames, 30 layers, 50 steps of one pass,
# 1.25e9 parameters for each patch, attention of 46080. Weights 2 * 1.25e9 * 32760 * 50 = 4.095e15, encoder 3.42e12,
# attention 4 * 32760^2 * 46080 * 50 = 9.89091e15, decoder 1e7 * 32348160 = 3.23482e14. 0.593704e-12 * (4.4896 *
# 4.09842e15 + 3.3613 * 9.89091e15 + 11.973 * 3.23482e14) = 32962 J; launching 0.00089519 * 700 * 30 * 50 = 939.9 J;
# 32976 J = 9.1599 Wh; at 16 frames a second for 81 / 16 s: 1.8094 Wh each.
videos() { # FIGURES further inputs
	values "$1" video_request parameters=1.25e9 token_share=1 patch=16 frame_group=4 passes=1 steps=50 width=832 \
		height=480 attention_width=46080 layers=30 encoder=5.7e9 model_guess=1 gpu='H100 SXM5 80GB' gpus=1 batch=1 \
		"${@:2}"
}
videos 'video_energy second_energy accelerators' frames=81 fps=16/s videos=2
# In 8 bits 0.75 of 32962 J, 24721.5 J; sqrt(24721.5^2 + 939.9^2) = 24739 J = 6.872 Wh.
videos video_energy frames=81 fps=16/s precision=int8
# The length is as good as its frames.
videos 'video_energy second_energy' duration=5.0625s fps=16/s
# A text of 500 tokens: weights 2 * 3e8 * 500 = 3e11, attention 4 * 500^2 * 24576 = 2.4576e10; 0.593704e-12 * (4.4896 *
# 3e11 + 3.3613 * 2.4576e10) = 0.84869 J; launching 1e-4 s * 700 W * 24 / 16 = 0.105 J; 0.85516 J = 0.23755 mWh.
values 'text_energy accelerators' embedding_request parameters=3e8 attention_width=24576 layers=24 \
	input_tokens=500token batch=16 gpu='H100 SXM5 80GB' texts=1000
# In 8 bits 0.75 of 0.84869 J; sqrt(0.63652^2 + 0.105^2) = 0.64512 J = 0.1792 mWh.
values text_energy embedding_request parameters=3e8 attention_width=24576 layers=24 \
	input_tokens=500token batch=16 gpu='H100 SXM5 80GB' precision=fp8
# A name fills parameters, steps and size; a guess is drawn where nobody names the accelerator or the model.
frugal estimate image_request model='FLUX.1 dev' --draws 1 --json |
	tr -d ' \n' | grep -oE '"(parameters|steps|width|passes)":\{"value":[0-9.e]*'
frugal estimate image_request model='FLUX.1 dev' | grep '^to narrow'
frugal estimate video_request parameters=5e9 gpu=B200 | grep '^to narrow'
# A family name is its commonest variant, and says so.
frugal estimate video_request model='Wan 2.1' --draws 1 2>&1 | grep "^note: model"
# Neither a name that nobody knows nor none at all is an image model; a video model is none either.
frugal estimate image_request model=midjourney 2>&1
echo "exit $?"
frugal estimate image_request model='Wan 2.1 14B' 2>&1
echo "exit $?"
frugal estimate image_request 2>&1
echo "exit $?"
frugal estimate video_request parameters=5e9 total_parameters=4e9 2>&1
echo "exit $?"
# A card without a rate of matrices has twice its plain rate: 2 * 12.7 TFLOPS; images, videos and texts alike.
for asked in 'image_request model=SDXL' 'video_request parameters=1.3e9' 'embedding_request parameters=3e8'; do
	# shellcheck disable=SC2086
	frugal estimate $asked gpu='RTX 3060' --draws 1 --json 2>/dev/null | jq -r '[.derivation.lines[] | select(.name == "peak")][0].value'
done
