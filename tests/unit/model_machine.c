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
		bool decided = op == OP_AND || op == OP_OR;
		bool one = (op >= OP_NEG && op <= OP_SQRT) || op == OP_NOT;
		if (decided || one)
			continue;
		CHECK(isnan(machine_scalar((enum op)op, 1, missing, 1)));
		CHECK(isnan(machine_scalar((enum op)op, missing, 1, 1)));
	}
	/* Not as pow() of C, for which it is 1 whatever x is. */
	CHECK(isnan(machine_scalar(OP_POW, missing, 0, 0)));
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

/* Units in the last place between got and the true value, which has more digits. */
static double ulps(double got, long double want)
{
	double rounded = (double)want;
	if (same(got, rounded))
		return 0;
	double spacing = fabs(nextafter(rounded, INFINITY) - rounded);
	return (double)(fabsl((long double)got - want) / (long double)spacing);
}

TEST(exp_and_logarithms_are_within_two_units_in_the_last_place)
{
	double worst[3] = {0, 0, 0};
	for (int i = 0; i < 200000; i++) {
		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		double u = (double)(seed >> 11) * 0x1p-53;
		double x = i % 2 ? u * 1455 - 745 : (u - 0.5) * 4;
		/* Of any size; and near 1, where a logarithm loses digits first. */
		double y = i % 2 ? ldexp(1 + u, (int)(seed % 2097) - 1074) : 0.5 + u;
		worst[0] = fmax(worst[0], ulps(machine_scalar(OP_EXP, x, 0, 0), expl(x)));
		worst[1] = fmax(worst[1], ulps(machine_scalar(OP_LN, y, 0, 0), logl(y)));
		worst[2] = fmax(worst[2], ulps(machine_scalar(OP_LOG2, y, 0, 0), log2l(y)));
	}
	for (size_t i = 0; i < 3; i++)
		CHECK(worst[i] <= 2);
}

TEST(exp_and_logarithms_at_the_ends_of_their_range)
{
	static const struct {
		enum op op;
		double x, want;
	} ends[] = {
		{OP_EXP, 0, 1},
		{OP_EXP, -0.0, 1},
		{OP_EXP, INFINITY, INFINITY},
		{OP_EXP, -INFINITY, 0},
		{OP_EXP, 709.79, INFINITY},
		{OP_EXP, -745.2, 0},
		{OP_EXP, -745.1, 5e-324},
		{OP_EXP, 1e308, INFINITY},
		{OP_EXP, NAN, NAN},
		{OP_LN, 1, 0},
		{OP_LN, 0, -INFINITY},
		{OP_LN, -0.0, -INFINITY},
		{OP_LN, -1, NAN},
		{OP_LN, -INFINITY, NAN},
		{OP_LN, INFINITY, INFINITY},
		{OP_LN, NAN, NAN},
		{OP_LOG2, 1, 0},
		{OP_LOG2, 0, -INFINITY},
		{OP_LOG2, -1, NAN},
		{OP_LOG2, INFINITY, INFINITY},
		{OP_LOG2, NAN, NAN},
	};
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		CHECK(same(machine_scalar(ends[i].op, ends[i].x, 0, 0), ends[i].want));
	/* Models count accelerators by 2 ^ ceil(log2(n)): powers of two must come out whole. */
	for (int k = -1074; k <= 1023; k++)
		CHECK(same(machine_scalar(OP_LOG2, ldexp(1, k), 0, 0), k));
}

/* A base of 2 that does not vary has a way of its own, when every exponent is whole. */
TEST(powers_of_two_are_those_of_any_base)
{
	static const double exponents[] = {0,    1,     -1,  10,   1023, 1024,     -1074,
					   2000, -2000, 0.5, -2.5, NAN,  INFINITY, -INFINITY};
	struct machine machine;
	make_program();
	for (int whole = 0; whole < 2; whole++) {
		CHECK_INT(machine_init(&machine, &program, NULL), 0);
		machine_set(&machine, 0, 2);
		machine_set(&machine, 2, 0);
		machine_vary(&machine, 1);
		machine_settle(&machine);
		size_t n = whole ? 9 : sizeof(exponents) / sizeof(exponents[0]);
		memcpy(machine_column(&machine, 1), exponents, n * sizeof(double));
		machine_run(&machine, n);
		for (size_t j = 0; j < n; j++)
			CHECK(same(machine_column(&machine, 3 + OP_POW)[j], pow(2, exponents[j])));
		machine_release(&machine);
	}
}

RUN_TESTS(CASE(columns_give_the_bits_of_single_values), CASE(a_run_touches_no_more_rows_than_asked),
	  CASE(what_does_not_vary_is_computed_once_for_the_whole_column),
	  CASE(a_missing_value_is_never_hidden), CASE(one_side_may_decide_and_and_or),
	  CASE(zeros_of_either_sign_are_equal),
	  CASE(exp_and_logarithms_are_within_two_units_in_the_last_place),
	  CASE(exp_and_logarithms_at_the_ends_of_their_range),
	  CASE(powers_of_two_are_those_of_any_base))
