# The reference library's part of the Makefile.

.PHONY: bench-library test-library-optimized goldens

# Training steps side by side with PyTorch (eager, fused, compiled) and JAX, interleaved in one run of some seven minutes; on a machine
# that others use too: make bench-library BENCH="--cpu" or "--quickest"; BENCH="--avx2" leaves AVX-512 out. A Python that has torch, jax
# and optax already may be named: make bench-library BENCH_PYTHON=...
BENCH_PYTHON ?= .venv/bin/python

bench-library:
	@BENCH_PYTHON=$(BENCH_PYTHON) Scripts/setup.sh bench
	swift build -c release --product library-benchmark
	$(BENCH_PYTHON) Benchmarks/Library/compare.py $(BENCH)

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
