# The reference library's part of the Makefile.

.PHONY: bench-library test-library-optimized goldens

# Training steps side by side with PyTorch (eager, fused, compiled) and JAX, interleaved in one run; on a machine that others use too:
# make bench-library BENCH="--cpu" or "--quickest".
bench-library:
	@Scripts/setup.sh bench
	swift build -c release --product library-benchmark
	.venv/bin/python Benchmarks/Library/compare.py $(BENCH)

# All tests with optimisation, the digits' accuracies among them; then the kernels of older processors.
test-library-optimized:
	swift test --scratch-path .build/optimized -c release -Xswiftc -enable-testing --filter "TensorsTests|DeepLearningTests"
	GRADUS_KERNELS=avx2 swift test --scratch-path .build/optimized -c release -Xswiftc -enable-testing --skip-build \
	  --filter "TensorsTests|GoldenTests|GradientTests"
	GRADUS_KERNELS=base swift test --scratch-path .build/optimized -c release -Xswiftc -enable-testing --skip-build \
	  --filter "TensorsTests|GoldenTests|GradientTests"

# PyTorch's figures anew (pip install torch safetensors).
goldens:
	python3 Tests/DeepLearningTests/Goldens/goldens.py
	python3 Tests/DeepLearningTests/Goldens/trial.py
