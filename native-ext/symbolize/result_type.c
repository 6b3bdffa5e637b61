/*
 * result_type.c
 *		The C type that a call's result becomes; see result_type.h.
 */
#define _GNU_SOURCE
#include <dwarf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "result_type.h"

#define CODE_BYTES 96			/* read behind the call */
#define LONGEST_INSTRUCTION 15
#define INSTRUCTIONS 16
#define RESULT_REGISTER 0		/* rax, x0 */
#define FRAME_REGISTER 5		/* rbp, in code */
#define REGISTERS 16

/* Where the result goes, as the code says it. */
typedef struct Search
{
	Dwfl_Module *module;
	Dwarf_Addr	bias;			/* addresses in debug information are less by this */
	Dwarf_Die  *unit;
	Dwarf_Die  *scopes;
	int			count;
} Search;

/* Numbers of registers in debug information, by those in code. */
static const int dwarf_registers[REGISTERS] __attribute__((unused)) = {
	0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15
};

static bool
type_of(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attribute;

	return dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attribute), type) != NULL;
}

static bool
is_wrapping(int tag, bool through_names)
{
	return tag == DW_TAG_const_type || tag == DW_TAG_volatile_type || tag == DW_TAG_restrict_type ||
		(through_names && tag == DW_TAG_typedef);
}

static bool
peel(Dwarf_Die *type, bool through_names)
{
	while (is_wrapping(dwarf_tag(type), through_names))
		if (!type_of(type, type))
			return false;
	return true;
}

/* Whether a variable or member of this type is a pointer, and to what. */
static bool
pointed_to(Dwarf_Die *variable, Dwarf_Die *target)
{
	Dwarf_Die	type;

	return type_of(variable, &type) && peel(&type, true) &&
		dwarf_tag(&type) == DW_TAG_pointer_type && type_of(&type, target);
}

/* A struct's first member, or its last. */
static bool
member_of(Dwarf_Die *type, bool last, Dwarf_Die *member)
{
	Dwarf_Die	child;
	bool		found = false;

	if (dwarf_tag(type) != DW_TAG_structure_type || dwarf_child(type, &child) != 0)
		return false;
	do
	{
		if (dwarf_tag(&child) != DW_TAG_member)
			continue;
		*member = child;
		found = true;
	} while ((last || !found) && dwarf_siblingof(&child, &child) == 0);
	return found;
}

static bool
begins_with_tag(Dwarf_Die type)
{
	Dwarf_Die	member;

	for (int depth = 0; depth < 16; depth++)
	{
		const char *name;

		if (!member_of(&type, false, &member) || !type_of(&member, &type))
			return false;
		name = dwarf_diename(&type);
		if (name != NULL && strcmp(name, "NodeTag") == 0)
			return true;
		if (!peel(&type, true))
			return false;
	}
	return false;
}

static bool
ends_open(Dwarf_Die *type)
{
	Dwarf_Die	member;
	Dwarf_Die	array;
	Dwarf_Die	range;
	Dwarf_Word	bytes;

	return member_of(type, true, &member) && type_of(&member, &array) && peel(&array, true) &&
		dwarf_tag(&array) == DW_TAG_array_type &&
		(dwarf_child(&array, &range) != 0 || dwarf_aggregate_size(&array, &bytes) != 0 ||
		 bytes == 0);
}

/* A name for it: a pointer is called by what it points to. */
static bool
name_type(Dwarf_Die *type, char *to, size_t size)
{
	Dwarf_Die	target;
	const char *name;

	if (!peel(type, false))
		return false;
	if (dwarf_tag(type) == DW_TAG_pointer_type)
	{
		if (!type_of(type, &target))
			return snprintf(to, size, "void *") > 0;
		if (!name_type(&target, to, size) || strlen(to) + 3 > size)
			return false;
		strcat(to, to[strlen(to) - 1] == '*' ? "*" : " *");
		return true;
	}
	name = dwarf_diename(type);
	if (name == NULL || strpbrk(name, "\t\n") != NULL)
		return false;
	snprintf(to, size, "%s%s", dwarf_tag(type) == DW_TAG_structure_type ? "struct " :
			 dwarf_tag(type) == DW_TAG_union_type ? "union " : "", name);
	return true;
}

/* What a pointer to this type may have got says nothing if it is bytes of any kind. */
static bool
take_target(Dwarf_Die *target, ResultType *found)
{
	Dwarf_Die	plain = *target;
	const char *name;

	if (!peel(&plain, true))
		return false;
	name = dwarf_diename(&plain);
	if (dwarf_tag(&plain) == DW_TAG_base_type && name != NULL && strstr(name, "char") != NULL)
		return false;
	if (!name_type(target, found->name, sizeof(found->name)))
	{
		found->name[0] = '\0';
		return false;
	}
	if (dwarf_aggregate_size(&plain, &found->bytes) != 0)
		found->bytes = 0;
	found->is_node = begins_with_tag(plain);
	found->is_open = ends_open(&plain);
	return true;
}

static bool
take_variable(Dwarf_Die *variable, ResultType *found)
{
	Dwarf_Die	target;

	return pointed_to(variable, &target) && take_target(&target, found);
}

static bool
is_in_register(const Dwarf_Op *op, size_t length, int number)
{
	return length == 1 && (op->atom == DW_OP_reg0 + number ||
						   (op->atom == DW_OP_regx && op->number == (Dwarf_Word) number));
}

/* From the call frame's end, as code built with a frame pointer has it in rbp, 16 less. */
static bool
is_in_frame(const Dwarf_Op *op, size_t length, int64_t offset)
{
	return length == 1 && op->atom == DW_OP_fbreg && (int64_t) op->number == offset - 16;
}

static bool
is_at(const Dwarf_Op *op, size_t length, Dwarf_Addr address)
{
	return length == 1 && op->atom == DW_OP_addr && op->number == address;
}

typedef enum Home
{
	HOME_REGISTER,
	HOME_FRAME,
	HOME_ADDRESS,
} Home;

static bool
lives_there(Dwarf_Die *variable, Dwarf_Addr at, Home home, int64_t where)
{
	Dwarf_Attribute attribute;
	Dwarf_Op   *op;
	size_t		length;

	if (dwarf_attr_integrate(variable, DW_AT_location, &attribute) == NULL)
		return false;
	if (home == HOME_ADDRESS ? dwarf_getlocation(&attribute, &op, &length) != 0 :
		dwarf_getlocation_addr(&attribute, at, &op, &length, 1) != 1)
		return false;
	switch (home)
	{
		case HOME_REGISTER:
			return is_in_register(op, length, where);
		case HOME_FRAME:
			return is_in_frame(op, length, where);
		default:
			return is_at(op, length, where);
	}
}

/* The variable of this scope that lives there. */
static bool
variable_in(Dwarf_Die *scope, Dwarf_Addr at, Home home, int64_t where, Dwarf_Die *variable)
{
	if (dwarf_child(scope, variable) != 0)
		return false;
	do
	{
		int			tag = dwarf_tag(variable);

		if ((tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) &&
			lives_there(variable, at, home, where))
			return true;
	} while (dwarf_siblingof(variable, variable) == 0);
	return false;
}

/* Outer scopes first: what was inlined around the call has a variable of its own for the result. */
static bool
variable_at(const Search *search, Dwarf_Addr at, Home home, int64_t where, Dwarf_Die *variable)
{
	for (int i = 0; i < search->count; i++)
		if (variable_in(&search->scopes[i], at, home, where, variable))
			return true;
	return home == HOME_ADDRESS && variable_in(search->unit, at, home, where, variable);
}

/* The member at this place of what the variable points to. */
static bool __attribute__((unused))
take_member(Dwarf_Die *variable, int64_t offset, ResultType *found)
{
	Dwarf_Die	type;
	Dwarf_Die	member;

	if (!pointed_to(variable, &type) || !peel(&type, true) ||
		dwarf_tag(&type) != DW_TAG_structure_type || dwarf_child(&type, &member) != 0)
		return false;
	do
	{
		Dwarf_Attribute attribute;
		Dwarf_Word	place;

		if (dwarf_tag(&member) == DW_TAG_member &&
			dwarf_formudata(dwarf_attr(&member, DW_AT_data_member_location, &attribute),
							&place) == 0 &&
			(int64_t) place == offset)
			return take_variable(&member, found);
	} while (dwarf_siblingof(&member, &member) == 0);
	return false;
}

#ifdef __x86_64__
/* An instruction with one register and another one or memory. */
typedef struct Instruction
{
	int			length;			/* 0: of another form */
	int			opcode;			/* of two bytes, 0x0f..: vectors and the like */
	bool		is_wide;		/* eight bytes */
	bool		to_memory;		/* the other end is in memory */
	bool		by_address;		/* at a fixed address, "offset" behind the instruction */
	int			reg;
	int			other;			/* register, or base of the address; -1: neither */
	int64_t		offset;
} Instruction;

#define CODE_STORE 0x89
#define CODE_LOAD 0x8b
#define CODE_CONSTANT 0xb8
#define CODE_WIDEN 0x98			/* eax to rax */
#define CODE_CALL 0xe8

/* Bytes of a constant behind the operands; -1: not an instruction that is known here. */
static int
constant_bytes(int opcode)
{
	switch (opcode)
	{
		case 0x31:
		case 0x33:
		case 0x39:
		case 0x3b:
		case 0x85:
		case 0x88:
		case CODE_STORE:
		case 0x8a:
		case CODE_LOAD:
		case 0x8d:
		case 0x0f10:
		case 0x0f11:
		case 0x0f2a:
		case 0x0f28:
		case 0x0f29:
		case 0x0f57:
		case 0x0f6e:
		case 0x0f6f:
		case 0x0f7e:
		case 0x0f7f:
		case 0x0fd6:
		case 0x0fef:
			return 0;
		case 0x83:
		case 0xc6:
			return 1;
		case 0x81:
		case 0xc7:
			return 4;
		default:
			return -1;
	}
}

static int32_t
four_bytes(const uint8_t *at)
{
	int32_t		value;

	memcpy(&value, at, sizeof(value));
	return value;
}

/* One of another form: a constant for a register, a call, a jump that may go on. */
static bool
is_plain(const uint8_t *code, Instruction *found)
{
	int			rex = (*code & 0xf0) == 0x40 ? *code : 0;
	int			opcode = code[rex ? 1 : 0];

	*found = (Instruction) {.opcode = opcode, .other = -1};
	if ((opcode & 0xf8) == 0xb8)
	{
		found->reg = (opcode & 7) | (rex & 1) << 3;
		found->opcode = CODE_CONSTANT;
		found->length = rex & 8 ? 10 : rex ? 6 : 5;
	}
	else if (opcode == CODE_WIDEN)
		found->length = rex ? 2 : 1;
	else if (opcode == CODE_CALL && rex == 0)
		found->length = 5;
	else if ((opcode & 0xf0) == 0x70 && rex == 0)
		found->length = 2;
	return found->length > 0;
}

static Instruction
instruction_at(const uint8_t *code)
{
	Instruction found;
	int			at = 0;
	int			rex = 0;
	int			narrow = 0;
	int			mode;
	int			constant;

	if (is_plain(code, &found))
		return found;
	found = (Instruction) {0};
	if (code[at] == 0x66 || code[at] == 0xf2 || code[at] == 0xf3)
		narrow = code[at++];
	if ((code[at] & 0xf0) == 0x40)
		rex = code[at++];
	found.opcode = code[at++];
	if (found.opcode == 0x0f)
		found.opcode = 0x0f00 | code[at++];
	constant = constant_bytes(found.opcode);
	if (constant < 0)
		return found;
	if (narrow == 0x66 && constant == 4)
		constant = 2;
	found.is_wide = (rex & 8) != 0;
	mode = code[at] >> 6;
	found.reg = (code[at] >> 3 & 7) | (rex & 4) << 1;
	found.other = (code[at] & 7) | (rex & 1) << 3;
	found.to_memory = mode != 3;
	found.by_address = mode == 0 && (code[at] & 7) == 5;
	/* with an index, or from the stack pointer */
	if (found.to_memory && (code[at] & 7) == 4)
	{
		at++;
		if (mode == 0 && (code[at] & 7) == 5)
			return found;
		found.other = -1;
	}
	at++;
	if (mode == 1)
		found.offset = (int8_t) code[at++];
	else if (mode == 2 || found.by_address)
	{
		found.offset = four_bytes(code + at);
		at += 4;
	}
	found.length = at + constant;
	return found;
}

/* The general register that it writes to; -1: none. */
static int
written_register(const Instruction *instruction)
{
	switch (instruction->opcode)
	{
		case 0x33:
		case 0x8a:
		case CODE_LOAD:
		case CODE_CONSTANT:
		case 0x8d:
			return instruction->reg;
		case CODE_WIDEN:
			return 0;
		case 0x31:
		case 0x81:
		case 0x83:
		case 0x88:
		case CODE_STORE:
		case 0xc6:
		case 0xc7:
		case 0x0f7e:
			return instruction->to_memory ? -1 : instruction->other;
		default:
			return -1;
	}
}

/* Whether a function that is called leaves this register as it is: rbx, rbp, r12 and above. */
static bool
is_kept(int number)
{
	return number == 3 || number == 5 || number >= 12;
}

/* Whether it moves eight bytes from this register. */
static bool
moves(const Instruction *instruction, int from)
{
	return instruction->is_wide &&
		((instruction->opcode == CODE_STORE && instruction->reg == from) ||
		 (instruction->opcode == CODE_LOAD && !instruction->to_memory &&
		  instruction->other == from));
}

/* The code behind the call; false where it cannot be read. */
static bool
read_code(Dwfl_Module *module, Dwarf_Addr address, uint8_t code[CODE_BYTES])
{
	GElf_Addr	bias;
	Elf		   *elf = dwfl_module_getelf(module, &bias);
	Elf_Scn    *section = NULL;

	while (elf != NULL && (section = elf_nextscn(elf, section)) != NULL)
	{
		GElf_Shdr	header;
		Elf_Data   *data;
		GElf_Addr	offset;

		if (gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_PROGBITS ||
			address - bias < header.sh_addr || address - bias >= header.sh_addr + header.sh_size)
			continue;
		offset = address - bias - header.sh_addr;
		data = elf_getdata(section, NULL);
		if (data == NULL || data->d_buf == NULL || offset >= data->d_size)
			return false;
		memset(code, 0, CODE_BYTES);
		memcpy(code, (const uint8_t *) data->d_buf + offset,
			   data->d_size - offset < CODE_BYTES ? data->d_size - offset : CODE_BYTES);
		return true;
	}
	return false;
}

/* The variable in memory that an instruction names, if it is one. */
static bool
variable_of(const Search *search, Dwarf_Addr here, const Instruction *instruction,
			Dwarf_Die *variable)
{
	if (instruction->by_address)
		return variable_at(search, here, HOME_ADDRESS, here + instruction->offset, variable);
	return instruction->other == FRAME_REGISTER &&
		variable_at(search, here, HOME_FRAME, instruction->offset, variable);
}

/* The result is stored in memory: in a variable, or in what one points to, which may be loaded. */
static bool
take_store(const Search *search, Dwarf_Addr here, const Instruction *instruction, Dwarf_Die *held,
		   ResultType *found)
{
	Dwarf_Die	variable;

	if (variable_of(search, here, instruction, &variable))
		return take_variable(&variable, found);
	if (instruction->by_address || instruction->other < 0)
		return false;
	if (held)
		return take_member(held, instruction->offset, found);
	return variable_at(search, here, HOME_REGISTER, dwarf_registers[instruction->other],
					   &variable) &&
		take_member(&variable, instruction->offset, found);
}

/* Follows the result from register to register until a variable has it. */
static bool
follow_result(const Search *search, Dwarf_Addr behind, const uint8_t *code, ResultType *found)
{
	Dwarf_Die	held[REGISTERS];	/* variables that were loaded */
	bool		is_held[REGISTERS] = {false};
	int			result = 0;
	int			at = 0;

	for (int i = 0; i < INSTRUCTIONS && at + LONGEST_INSTRUCTION <= CODE_BYTES; i++)
	{
		Instruction next = instruction_at(code + at);
		int			written = written_register(&next);
		bool		moved = next.length > 0 && moves(&next, result);
		Dwarf_Addr	here;
		Dwarf_Die	variable;

		if (next.length == 0)
			return false;
		at += next.length;
		here = behind - search->bias + at;
		for (int number = 0; next.opcode == CODE_CALL && number < REGISTERS; number++)
			is_held[number] &= is_kept(number);
		if (moved && next.to_memory)
			return take_store(search, here, &next,
							  next.other >= 0 && is_held[next.other] ? &held[next.other] : NULL,
							  found);
		if (written >= 0)
			is_held[written] = !moved && next.opcode == CODE_LOAD && next.is_wide &&
				next.to_memory && variable_of(search, here, &next, &held[written]);
		if (moved)
			result = written;
		else if (written == result || (next.opcode == CODE_CALL && !is_kept(result)))
			return false;
		if (variable_at(search, here, HOME_REGISTER, dwarf_registers[result], &variable))
			return take_variable(&variable, found);
	}
	return false;
}
#endif

/* Of the call that returns to "behind". */
void
result_type_find(Dwfl_Module *module, Dwarf_Addr behind, Dwarf_Addr bias, Dwarf_Die *unit,
				 Dwarf_Die *scopes, int count, ResultType *type)
{
	Search		search = {module, bias, unit, scopes, count};
	Dwarf_Die	variable;

	memset(type, 0, sizeof(*type));
	if (unit == NULL)
		return;
	if (variable_at(&search, behind - bias, HOME_REGISTER, RESULT_REGISTER, &variable) &&
		take_variable(&variable, type))
		return;
#ifdef __x86_64__
	uint8_t		code[CODE_BYTES];

	if (read_code(module, behind, code))
		(void) follow_result(&search, behind, code, type);
#endif
}
