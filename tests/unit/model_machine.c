/* SPDX-License-Identifier: Apache-2.0 */
/* The machine: columns give what single values give, and what does not vary is computed once. */
#include "base/num.h"
#include "check.h"
#include "model/machine.h"

#define N_OPS (OP_SELECT + 1)

/* Three inputs in registers 0 to 2, one step of each operation after them. */
static struct step steps[N_OPS];
static struct param params[3];
static struct program program = {
	.steps = steps,
	.n_steps = N_OPS,
	.params = params,
	.n_params = 3,
	.n_regs = 3 + N_OPS,
};

static void make_program(void)
{
	for (uint32_t i = 0; i < 3; i++)
		params[i] = (struct param){.kind = PARAM_NUMBER, .reg = i};
	for (uint32_t i = 0; i < N_OPS; i++)
		steps[i] = (struct step){(enum op)i, 3 + i, 0, 1, 2};
}

static uint64_t seed = 88172645463325252u;

static double random_operand(void)
{
	static const double special[] = {0.0, -0.0,      1.0,   -1.0,   0.5,  INFINITY,
					 NAN, -INFINITY, 1e308, 5e-324, -2.5, 1.5};
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	if (seed % 2)
		return special[(seed >> 8) % (sizeof(special) / sizeof(special[0]))];
	return ((double)(seed >> 11) * 0x1p-53 - 0.5) * 2000;
}

/* The same bits; NaNs are all alike. */
static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

TEST(columns_give_the_bits_of_single_values)
{
	struct machine machine;
	make_program();
	for (int round = 0; round < 40; round++) {
		CHECK_INT(machine_init(&machine, &program, NULL), 0);
		for (uint32_t i = 0; i < 3; i++)
			machine_vary(&machine, i);
		machine_settle(&machine);
		CHECK_INT(machine.n_varying, N_OPS);
		for (uint32_t i = 0; i < 3; i++)
			for (size_t j = 0; j < MACHINE_BLOCK; j++)
				machine_column(&machine, i)[j] = random_operand();
		size_t n = round % 2 ? MACHINE_BLOCK : 1 + (size_t)round * 6;
		machine_run(&machine, n);
		for (uint32_t op = 0; op < N_OPS; op++) {
			for (size_t j = 0; j < n; j++) {
				double want =
					machine_scalar((enum op)op, machine_column(&machine, 0)[j],
						       machine_column(&machine, 1)[j],
						       machine_column(&machine, 2)[j]);
				CHECK(same(machine_column(&machine, 3 + op)[j], want));
			}
		}
		machine_release(&machine);
	}
}

TEST(a_run_touches_no_more_rows_than_asked)
{
	struct machine machine;
	make_program();
	CHECK_INT(machine_init(&machine, &program, NULL), 0);
	for (uint32_t i = 0; i < 3; i++)
		machine_vary(&machine, i);
	machine_settle(&machine);
	for (uint32_t i = 0; i < program.n_regs; i++)
		for (size_t j = 0; j < MACHINE_BLOCK; j++)
			machine_column(&machine, i)[j] = 2;
	for (size_t n = 0; n < 5; n++) {
		machine_column(&machine, 3 + OP_ADD)[n] = 77;
		machine_run(&machine, n);
		CHECK_CLOSE(machine_column(&machine, 3 + OP_ADD)[n], 77, 0);
	}
	machine_release(&machine);
}

TEST(what_does_not_vary_is_computed_once_for_the_whole_column)
{
	struct machine machine;
	make_program();
	/* Any subset of the operands varies: a step varies if one it reads does. */
	for (unsigned varies = 0; varies < 8; varies++) {
		CHECK_INT(machine_init(&machine, &program, NULL), 0);
		for (uint32_t i = 0; i < 3; i++) {
			machine_set(&machine, i, i + 1.25);
			if (varies >> i & 1u)
				machine_vary(&machine, i);
		}
		machine_settle(&machine);
		for (uint32_t op = 0; op < N_OPS; op++) {
			bool one =
				(op >= OP_NEG && op <= OP_SQRT) || op == OP_NOT || op == OP_KNOWN;
			unsigned reads = op == OP_SELECT ? 7 : one ? 1 : 3;
			CHECK(machine.varies[3 + op] == ((varies & reads) != 0));
			if (varies & reads)
				continue;
			double want = machine_scalar((enum op)op, 1.25, 2.25, 3.25);
			CHECK(same(machine_column(&machine, 3 + op)[0], want));
			CHECK(same(machine_column(&machine, 3 + op)[MACHINE_BLOCK - 1], want));
		}
		machine_run(&machine, 3);
		for (uint32_t op = 0; op < N_OPS; op++)
			CHECK(same(machine_column(&machine, 3 + op)[2],
				   machine_scalar((enum op)op, 1.25, 2.25, 3.25)));
		machine_release(&machine);
	}
}

TEST(a_missing_value_is_never_hidden)
{
	double missing = MISSING;
	for (unsigned op = 0; op < OP_SELECT; op++) {
		if (op == OP_KNOWN)
			continue;
		CHECK(isnan(machine_scalar((enum op)op, missing, missing, 1)));
		bool decided = op == OP_AND || op == OP_OR || op == OP_POW;
		bool one = (op >= OP_NEG && op <= OP_SQRT) || op == OP_NOT;
		if (decided || one)
			continue;
		CHECK(isnan(machine_scalar((enum op)op, 1, missing, 1)));
		CHECK(isnan(machine_scalar((enum op)op, missing, 1, 1)));
	}
	CHECK_CLOSE(machine_scalar(OP_KNOWN, missing, 0, 0), 0, 0);
	CHECK_CLOSE(machine_scalar(OP_KNOWN, INFINITY, 0, 0), 1, 0);
	CHECK(isnan(machine_scalar(OP_SELECT, missing, 1, 1)));
	CHECK_CLOSE(machine_scalar(OP_SELECT, 1, 5, missing), 5, 0);
	CHECK(isnan(machine_scalar(OP_SELECT, 0, 5, missing)));
}

TEST(one_side_may_decide_and_and_or)
{
	double m = MISSING;
	static const double sides[] = {0, 1, 2}; /* 2 stands for missing */
	static const double and_table[3][3] = {{0, 0, 0}, {0, 1, 2}, {0, 2, 2}};
	static const double or_table[3][3] = {{0, 1, 2}, {1, 1, 1}, {2, 1, 2}};
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = 0; j < 3; j++) {
			double a = sides[i] > 1 ? m : sides[i], b = sides[j] > 1 ? m : sides[j];
			CHECK(same(machine_scalar(OP_AND, a, b, 0),
				   and_table[i][j] > 1 ? m : and_table[i][j]));
			CHECK(same(machine_scalar(OP_OR, a, b, 0),
				   or_table[i][j] > 1 ? m : or_table[i][j]));
		}
	}
}

TEST(zeros_of_either_sign_are_equal)
{
	CHECK_CLOSE(machine_scalar(OP_EQ, 0.0, -0.0, 0), 1, 0);
	CHECK_CLOSE(machine_scalar(OP_NE, 0.0, -0.0, 0), 0, 0);
	CHECK_CLOSE(machine_scalar(OP_LT, -0.0, 0.0, 0), 0, 0);
	CHECK_CLOSE(machine_scalar(OP_LE, 0.0, -0.0, 0), 1, 0);
	CHECK_CLOSE(machine_scalar(OP_EQ, INFINITY, INFINITY, 0), 1, 0);
}

RUN_TESTS(CASE(columns_give_the_bits_of_single_values), CASE(a_run_touches_no_more_rows_than_asked),
	  CASE(what_does_not_vary_is_computed_once_for_the_whole_column),
	  CASE(a_missing_value_is_never_hidden), CASE(one_side_may_decide_and_and_or),
	  CASE(zeros_of_either_sign_are_equal))
