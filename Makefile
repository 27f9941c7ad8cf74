# SPDX-License-Identifier: Apache-2.0
# The developers' front door. `./run` and `./test` are the users' one.
.PHONY: make test check layers acceptance release-check run format
make:
	cmake --preset dev && cmake --build --preset dev
test:
	./test --fast
check: layers
	./test
layers:
	tools/check_layers
run:
	./run
format:
	find src tests -name '*.hpp' -o -name '*.cpp' | xargs clang-format -i
# What needs data that is not carried in this repository: GONGXIN_DATA=DIR make acceptance
acceptance:
	tools/acceptance.sh
# The long forms of the tests.
release-check:
	GONGXIN_LONG=1 GX_PARALLEL_SECONDS=60 GX_FUZZ=1000000 ./test
