/*
 * unwind_rule.c
 *		Reads the rule for one address from its object's call frame
 *		information; see unwind_rule.h.
 *
 * The compiler describes in .eh_frame how each instruction's frame is undone
 * (DWARF 4, section 6.4; the .eh_frame form is in the Linux Standard Base).
 * unwind_table.c finds the description of a function for us. We run that
 * little program up to the address and keep what it says of three registers.
 * Whatever we do not know gives RULE_UNSUPPORTED and never a guess.
 */
#include "postgres.h"

#include "stack/unwind_rule.h"
#include "stack/unwind_table.h"

#ifdef __x86_64__

#define REG_FP 6				/* rbp */
#define REG_SP 7				/* rsp */
#define REG_RETURN 16

#define OP_DEREF 0x06
#define OP_OFFSET_FROM_FP 0x76	/* DW_OP_breg6 */

typedef struct Reader
{
	const uint8 *at;
	const uint8 *end;
	bool		failed;
} Reader;

typedef struct Row
{
	bool		supported;
	uint64		cfa_register;
	bool		cfa_is_pointed_at;	/* by what lies at register + offset */
	int64		cfa_offset;
	FpPlace		fp;
	int64		fp_offset;
	bool		return_undefined;
	bool		signal_frame;	/* not a function's: the kernel made it for a handler */
} Row;

typedef struct Program
{
	uint64		code_align;
	int64		data_align;
	uintptr_t	location;		/* address that the row under way starts at */
	uintptr_t	target;
	Row			row;
	Row			initial;		/* after the CIE's own instructions */
	Row			remembered[4];
	int			depth;
} Program;

static uint8
read_byte(Reader *reader)
{
	if (reader->at >= reader->end)
	{
		reader->failed = true;
		return 0;
	}
	return *reader->at++;
}

static uint64
read_fixed(Reader *reader, int bytes)
{
	uint64		value = 0;

	for (int i = 0; i < bytes; i++)
		value |= (uint64) read_byte(reader) << (8 * i);
	return value;
}

/* A LEB128 number; "negative" says whether its sign bit is set, if it has one. */
static uint64
read_leb(Reader *reader, int *bits, bool *negative)
{
	uint64		value = 0;
	uint8		byte;

	*bits = 0;
	do
	{
		byte = read_byte(reader);
		if (*bits < 64)
			value |= (uint64) (byte & 0x7f) << *bits;
		*bits += 7;
	} while (byte & 0x80);
	*negative = (byte & 0x40) != 0;
	return value;
}

static uint64
read_uleb(Reader *reader)
{
	int			bits;
	bool		negative;

	return read_leb(reader, &bits, &negative);
}

static int64
read_sleb(Reader *reader)
{
	int			bits;
	bool		negative;
	uint64		value = read_leb(reader, &bits, &negative);

	if (negative && bits < 64)
		value |= ~UINT64CONST(0) << bits;
	return (int64) value;
}

/* A register was saved at CFA + offset. */
static void
saved_at(Program *program, uint64 reg, int64 offset)
{
	if (reg == REG_FP)
	{
		program->row.fp = FP_AT_CFA;
		program->row.fp_offset = offset;
	}
	else if (reg == REG_RETURN && offset != -8)
		program->row.supported = false;
	else if (reg == REG_RETURN)
		program->row.return_undefined = false;
}

static void
restored(Program *program, uint64 reg)
{
	if (reg == REG_FP)
	{
		program->row.fp = program->initial.fp;
		program->row.fp_offset = program->initial.fp_offset;
	}
}

/* A register follows a rule that we do not model; most do not matter. */
static void
other_rule(Program *program, uint64 reg)
{
	if (reg == REG_FP || reg == REG_RETURN)
		program->row.supported = false;
}

/*
 * Reads an expression of the form that compilers emit where a function aligns its
 * stack: the frame pointer and an offset, and what lies there if "deref".
 */
static bool
read_from_fp(Reader *reader, bool deref, int64 *offset)
{
	uint64		bytes = read_uleb(reader);
	Reader		expression = {reader->at, reader->at + bytes, false};
	bool		fits = read_byte(&expression) == OP_OFFSET_FROM_FP;

	*offset = read_sleb(&expression);
	if (deref)
		fits = read_byte(&expression) == OP_DEREF && fits;
	reader->at += bytes;
	return fits && !expression.failed && expression.at == expression.end;
}

static void
cfa_from(Program *program, uint64 reg, int64 offset)
{
	program->row.cfa_register = reg;
	program->row.cfa_offset = offset;
	program->row.cfa_is_pointed_at = false;
}

/* The CFA is what an expression says. */
static void
cfa_from_expression(Program *program, Reader *reader)
{
	int64		offset;
	bool		fits = read_from_fp(reader, true, &offset);

	cfa_from(program, fits ? REG_FP : PG_UINT64_MAX, offset);
	program->row.cfa_is_pointed_at = fits;
}

/* A register was saved where an expression says. */
static void
saved_at_expression(Program *program, Reader *reader)
{
	uint64		reg = read_uleb(reader);
	int64		offset;
	bool		fits = read_from_fp(reader, false, &offset);

	if (reg == REG_FP && fits)
	{
		program->row.fp = FP_AT_FP;
		program->row.fp_offset = offset;
	}
	else
		other_rule(program, reg);
}

/* The instructions whose operands are whole bytes of their own. */
static void
run_extended(Program *program, Reader *reader, uint8 code)
{
	uint64		reg;

	switch (code)
	{
		case 0x00:				/* nop */
			break;
		case 0x02:				/* advance_loc1 */
			program->location += read_fixed(reader, 1) * program->code_align;
			break;
		case 0x03:				/* advance_loc2 */
			program->location += read_fixed(reader, 2) * program->code_align;
			break;
		case 0x04:				/* advance_loc4 */
			program->location += read_fixed(reader, 4) * program->code_align;
			break;
		case 0x05:				/* offset_extended */
			reg = read_uleb(reader);
			saved_at(program, reg, (int64) read_uleb(reader) * program->data_align);
			break;
		case 0x06:				/* restore_extended */
			restored(program, read_uleb(reader));
			break;
		case 0x07:				/* undefined */
			reg = read_uleb(reader);
			if (reg == REG_RETURN)
				program->row.return_undefined = true;
			else
				other_rule(program, reg);
			break;
		case 0x08:				/* same_value */
			reg = read_uleb(reader);
			if (reg == REG_FP)
				program->row.fp = FP_UNCHANGED;
			else
				other_rule(program, reg);
			break;
		case 0x09:				/* register */
			other_rule(program, read_uleb(reader));
			read_uleb(reader);
			break;
		case 0x0a:				/* remember_state */
			if (program->depth == lengthof(program->remembered))
				reader->failed = true;
			else
				program->remembered[program->depth++] = program->row;
			break;
		case 0x0b:				/* restore_state */
			if (program->depth == 0)
				reader->failed = true;
			else
				program->row = program->remembered[--program->depth];
			break;
		case 0x0c:				/* def_cfa */
			reg = read_uleb(reader);
			cfa_from(program, reg, (int64) read_uleb(reader));
			break;
		case 0x0d:				/* def_cfa_register */
			program->row.cfa_register = read_uleb(reader);
			break;
		case 0x0e:				/* def_cfa_offset */
			program->row.cfa_offset = (int64) read_uleb(reader);
			break;
		case 0x0f:				/* def_cfa_expression */
			cfa_from_expression(program, reader);
			break;
		case 0x10:				/* expression */
			saved_at_expression(program, reader);
			break;
		case 0x16:				/* val_expression */
			other_rule(program, read_uleb(reader));
			reader->at += read_uleb(reader);
			break;
		case 0x11:				/* offset_extended_sf */
			reg = read_uleb(reader);
			saved_at(program, reg, read_sleb(reader) * program->data_align);
			break;
		case 0x12:				/* def_cfa_sf */
			reg = read_uleb(reader);
			cfa_from(program, reg, read_sleb(reader) * program->data_align);
			break;
		case 0x13:				/* def_cfa_offset_sf */
			program->row.cfa_offset = read_sleb(reader) * program->data_align;
			break;
		case 0x2e:				/* GNU_args_size */
			read_uleb(reader);
			break;
		default:
			reader->failed = true;
	}
}

static bool
run_program(Program *program, Reader *reader)
{
	while (reader->at < reader->end && !reader->failed && program->location <= program->target)
	{
		Row			before = program->row;
		uintptr_t	location = program->location;
		uint8		code = read_byte(reader);

		switch (code >> 6)
		{
			case 1:				/* advance_loc */
				program->location += (code & 0x3f) * program->code_align;
				break;
			case 2:				/* offset */
				saved_at(program, code & 0x3f, (int64) read_uleb(reader) * program->data_align);
				break;
			case 3:				/* restore */
				restored(program, code & 0x3f);
				break;
			default:
				run_extended(program, reader, code);
		}
		if (program->location > program->target && location <= program->target)
			program->row = before;
	}
	return !reader->failed;
}

/* Bytes of a pointer in this encoding; 0 for one that we do not know. */
static int
encoded_bytes(uint8 encoding)
{
	switch (encoding & 0x0f)
	{
		case 0x00:				/* absptr */
		case 0x04:				/* udata8 */
		case 0x0c:				/* sdata8 */
			return 8;
		case 0x02:
		case 0x0a:
			return 2;
		case 0x03:
		case 0x0b:
			return 4;
		default:
			return 0;
	}
}

/* Reads a CIE's header and runs its instructions; gives the pointers' size. */
static bool
run_cie(Program *program, const uint8 *cie, int *pointer_bytes, bool *has_augmentation)
{
	Reader		reader = {cie + 4, cie + 4, false};
	uint32		length;
	const char *augmentation;

	memcpy(&length, cie, 4);
	if (length == 0 || length == 0xffffffff)
		return false;
	reader.end = cie + 4 + length;
	read_fixed(&reader, 4);		/* CIE id */
	if (read_byte(&reader) != 1)
		return false;
	augmentation = (const char *) reader.at;
	reader.at += strlen(augmentation) + 1;
	program->code_align = read_uleb(&reader);
	program->data_align = read_sleb(&reader);
	if (read_byte(&reader) != REG_RETURN)
		return false;
	*pointer_bytes = 8;
	*has_augmentation = augmentation[0] == 'z';
	if (*has_augmentation)
	{
		uint64		bytes = read_uleb(&reader);
		const uint8 *instructions = reader.at + bytes;

		for (const char *c = augmentation + 1; *c; c++)
		{
			if (*c == 'R')
				*pointer_bytes = encoded_bytes(read_byte(&reader));
			else if (*c == 'P')
				read_fixed(&reader, encoded_bytes(read_byte(&reader)));
			else if (*c == 'L')
				read_byte(&reader);
			else
			{
				program->row.signal_frame = *c == 'S';
				return false;
			}
		}
		reader.at = instructions;
	}
	else if (augmentation[0] != '\0')
		return false;
	return *pointer_bytes != 0 && run_program(program, &reader);
}

typedef enum Description
{
	NOT_DESCRIBED,				/* the address lies behind the function */
	NOT_UNDERSTOOD,
	DESCRIBED,
} Description;

static Description
run_fde(Program *program, const uint8 *fde, uintptr_t function, uintptr_t target)
{
	Reader		reader;
	Reader		range;
	uint32		length;
	int32		cie_distance;
	int			pointer_bytes;
	bool		has_augmentation;

	memcpy(&length, fde, 4);
	memcpy(&cie_distance, fde + 4, 4);
	if (length == 0 || length == 0xffffffff)
		return NOT_DESCRIBED;
	program->location = 0;
	program->target = PG_UINT64_MAX - 1;
	if (!run_cie(program, fde + 4 - cie_distance, &pointer_bytes, &has_augmentation))
		return NOT_UNDERSTOOD;
	range = (Reader) {fde + 8 + pointer_bytes, fde + 4 + length, false};
	if (target - function >= read_fixed(&range, pointer_bytes))
		return NOT_DESCRIBED;
	program->initial = program->row;
	program->location = function;
	program->target = target;
	reader = (Reader) {fde + 8 + 2 * pointer_bytes, fde + 4 + length, false};
	if (has_augmentation)
	{
		uint64		bytes = read_uleb(&reader);

		reader.at += bytes;
	}
	return run_program(program, &reader) ? DESCRIBED : NOT_UNDERSTOOD;
}

/* Of a row that was understood. */
static UnwindRule
rule_of_row(const Row *row)
{
	UnwindRule	rule = {.kind = RULE_STEP, .fp = row->fp};

	if (!row->supported || (row->cfa_register != REG_FP && row->cfa_register != REG_SP))
		return (UnwindRule) {.kind = RULE_UNSUPPORTED};
	rule.cfa = row->cfa_register == REG_SP ? CFA_FROM_SP : row->cfa_is_pointed_at ? CFA_AT_FP :
		CFA_FROM_FP;
	rule.cfa_offset = row->cfa_offset;
	rule.fp_offset = row->fp_offset;
	if (rule.cfa_offset != row->cfa_offset || rule.fp_offset != row->fp_offset)
		return (UnwindRule) {.kind = RULE_UNSUPPORTED};
	return rule;
}

/*
 * The rule at this address. A return address is that of the instruction after
 * the call, which may belong to another row or even function: look before it.
 */
UnwindRule
unwind_rule_of(uintptr_t pc, bool is_return_address)
{
	uintptr_t	target = is_return_address ? pc - 1 : pc;
	uintptr_t	function = 0;
	const uint8 *fde = unwind_table_find(target, &function);
	Program		program = {.row.supported = true};
	Description description = fde ? run_fde(&program, fde, function, target) : NOT_DESCRIBED;

	if (program.row.signal_frame || (description == DESCRIBED && program.row.return_undefined))
		return (UnwindRule) {.kind = RULE_OUTERMOST};
	if (description == NOT_DESCRIBED)
		return (UnwindRule) {.kind = RULE_UNKNOWN};
	return description == DESCRIBED ? rule_of_row(&program.row) :
		(UnwindRule) {.kind = RULE_UNSUPPORTED};
}

#else							/* !__x86_64__ */

UnwindRule
unwind_rule_of(uintptr_t pc, bool is_return_address)
{
	return (UnwindRule) {.kind = RULE_UNSUPPORTED};
}

#endif							/* __x86_64__ */
