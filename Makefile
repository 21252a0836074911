# make demo    install what is missing, build, grade the sample classes
# make course  build all commands: gradus, and what a course does besides grading (gradus-course), with what that needs
# make test    everything that is tested, and the lint
# make test-course  begin, prove and grade a course outside of this checkout, and then build it with SwiftPM, which
#   builds the toolkit once more
# make test-slurm  grade on a real Slurm of three nodes on this machine, and stop whatever can be stopped
# make install PREFIX=/usr/local  install everything there; with EDITION=student what students may have
# make deb     out/packages: gradus.deb for students and CI, gradus-instructor.deb never to be given away
# make test-install  install both in a clean Debian 12 and grade there, by the Dockerfile's steps too; as root
# make test-faults  grade while disks fill, calls fail and processes are killed: RUNS faults, drawn by SEED
# make bench   speed: grading against its peers (bench-grading), the reference library beside PyTorch and JAX (bench-library)
# make bench-course  seconds and memory of a course of 300 students and ten of the labs, from the zips to the final marks
# make bench-pages  CPU time and memory of the pages of 1,000 submissions
# make bench-similarity  which planted copies are found, and how long classes of up to 2,000 take
# make audit   prove every lab with SEEDS seeds: mutants caught, right solutions at full marks
# make fuzz    FUZZ hostile answers through every judge, slip and diagnosis, and as many files through the library's readers
# make docs    the documentation of what other packages import, as pages in out/docs
# make format  put the code in its format

SEEDS ?= 20
FUZZ ?= 10000000
PREFIX ?= /usr/local
EDITION ?= instructor
RUNS ?= 300
SEED ?=

.PHONY: demo course install deb test test-course test-slurm test-install test-faults lint bench bench-grading bench-pages bench-course bench-similarity audit fuzz docs format

demo:
	@Scripts/setup.sh
	@Scripts/demo.sh

course:
	@Scripts/setup.sh course
	swift build -c release --product gradus
	swift build -c release --product gradus-course

test: lint
	@Scripts/setup.sh test
	GRADUS_PYTHON="$(CURDIR)/.venv/bin/python" swift test \
	  --explicit-target-dependency-import-check error

test-course: course
	@Scripts/test-course.sh

test-slurm:
	@Scripts/setup.sh slurm
	GRADUS_SLURM=1 swift test --filter SlurmTests

install:
	@Scripts/setup.sh course
	@Scripts/package.sh install "$(PREFIX)" $(EDITION)

deb:
	@Scripts/setup.sh course
	@Scripts/package.sh deb

test-install: deb
	@Scripts/setup.sh install
	@Scripts/test-install.sh

test-faults:
	@Scripts/setup.sh
	swift build -c release --product gradus
	python3 Benchmarks/Faults/faults.py $(RUNS) $(SEED)

lint:
	swift format lint --strict --recursive Package.swift Sources assignments grading reference/DeepLearning reference/Solutions Tests Benchmarks

bench: bench-grading bench-library

bench-grading:
	@Scripts/setup.sh
	swift build -c release --product gradus
	python3 Benchmarks/Grading/bench.py

bench-pages:
	@Scripts/setup.sh
	swift build -c release --product gradus
	swift build -c release --product gradus-course
	.build/release/gradus grade MLP --class samples/MLP --out out/pages
	python3 Benchmarks/Pages/bench.py out/pages

bench-course:
	@Scripts/setup.sh course
	swift build -c release --product gradus
	swift build -c release --product gradus-course
	python3 Benchmarks/Course/bench.py

bench-similarity:
	@Scripts/setup.sh
	swift build -c release --product similarity-benchmark
	.build/release/similarity-benchmark

include Benchmarks/Library/library.mk

audit:
	@Scripts/setup.sh
	swift build -c release --product gradus
	.build/release/gradus audit --all --seeds $(SEEDS)

fuzz:
	@Scripts/setup.sh course
	GRADUS_FUZZ=$(FUZZ) swift test -c release -Xswiftc -enable-testing \
	  --filter 'HostileAnswerTests|HostileFrameTests|FuzzTests'
	GRADUS_KILLS=200 swift test -c release -Xswiftc -enable-testing --filter KilledTests

docs:
	@Scripts/setup.sh course
	@rm -rf out/docs && mkdir -p out/docs
	@for module in GradusCourse LabKit Checks DeepLearning; do \
	  GRADUS_DOCS=1 swift package --allow-writing-to-directory out/docs generate-documentation \
	    --target $$module --output-path out/docs/$$module --warnings-as-errors || exit 1; \
	done

format:
	swift format --in-place --recursive Package.swift Sources assignments grading reference/DeepLearning reference/Solutions Tests Benchmarks
