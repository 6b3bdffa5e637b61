/*
 * poison_pattern.c
 *		Filling with poison and finding what damaged it; see poison_pattern.h.
 */
#include "postgres.h"

#include "probe/poison_pattern.h"

#define POISON_UPPER UINT64CONST(0x00000BAD)
#define POISON_BASE (POISON_UPPER << 32 | UINT64CONST(0x80000000) | POISON_LOW)

/* What the machine writes at once, or as good as. */
typedef uint64 Words __attribute__((vector_size(32), may_alias));

#define WORDS_AT_ONCE 4

static uint64 everywhere;		/* 0: words that tell the site */

/* From now on this byte fills all that is freed; 0: words that tell who freed it, as ever. */
void
poison_fill_with(int byte)
{
	everywhere = byte * (~UINT64CONST(0) / 0xFF);
}

static uint64
poison_word(uint32 site)
{
	if (everywhere != 0)
		return everywhere;
	return POISON_BASE | (uint64) (site > POISON_SITE_MAX ? 0 : site) << POISON_SITE_SHIFT;
}

/* The byte that poison of this word has at this address. */
static unsigned char
poison_byte(uint64 word, const unsigned char *at)
{
	return ((const unsigned char *) &word)[(uintptr_t) at & (sizeof(word) - 1)];
}

static bool
is_word_aligned(const unsigned char *at)
{
	return ((uintptr_t) at & (sizeof(uint64) - 1)) == 0;
}

void
poison_fill(void *from, Size bytes, uint32 site)
{
	uint64		word = poison_word(site);
	Words		words = {word, word, word, word};
	unsigned char *at = from;
	unsigned char *end = at + bytes;

	for (; at < end && !is_word_aligned(at); at++)
		*at = poison_byte(word, at);
	for (; at + sizeof(words) <= end; at += sizeof(words))
		memcpy(at, &words, sizeof(words));
	for (; at + sizeof(word) <= end; at += sizeof(word))
		memcpy(at, &word, sizeof(word));
	for (; at < end; at++)
		*at = poison_byte(word, at);
}

/*
 * Whether the next bytes are all the same word. Not by memcmp(): a fence (fence.h) lets accesses of
 * our own code pass, and not those of the C library.
 */
static inline bool
are_words(uint64 word, const unsigned char *at)
{
	Words		words = {word, word, word, word};
	Words		differs = {0};

	for (int i = 0; i < WORDS_AT_ONCE; i++)
	{
		Words		there;

		memcpy(&there, at + i * sizeof(Words), sizeof(Words));
		differs |= there ^ words;
	}
	return (differs[0] | differs[1] | differs[2] | differs[3]) == 0;
}

/* How many of the leading bytes are poison, in whole words after the first few. */
static const unsigned char *
skip_intact(uint64 word, const unsigned char *at, const unsigned char *end)
{
	for (; at < end && !is_word_aligned(at); at++)
		if (*at != poison_byte(word, at))
			return at;
	for (; at + sizeof(Words[WORDS_AT_ONCE]) <= end; at += sizeof(Words[WORDS_AT_ONCE]))
		if (!are_words(word, at))
			break;
	for (; at + sizeof(word) <= end; at += sizeof(word))
		if (memcmp(at, &word, sizeof(word)) != 0)
			break;
	while (at < end && *at == poison_byte(word, at))
		at++;
	return at;
}

/* Offset of the first byte that is not the poison of this site, or bytes; and how many are not. */
Size
poison_damage(const void *from, Size bytes, uint32 site, Size *damaged)
{
	uint64		word = poison_word(site);
	const unsigned char *end = (const unsigned char *) from + bytes;
	const unsigned char *first = skip_intact(word, from, end);

	*damaged = 0;
	for (const unsigned char *at = first; at < end; at = skip_intact(word, at + 1, end))
		(*damaged)++;
	return first - (const unsigned char *) from;
}

/* The same of a canary. */
Size
canary_damage(const void *from, Size bytes, Size *damaged)
{
	static const unsigned char intact[] = {[0 ... 63] = CANARY_BYTE};
	const unsigned char *at = from;
	Size		first = bytes;

	*damaged = 0;
	/* nearly always */
	if (bytes <= sizeof(intact) && memcmp(at, intact, bytes) == 0)
		return bytes;
	for (Size i = bytes; i > 0; i--)
		if (at[i - 1] != CANARY_BYTE)
		{
			first = i - 1;
			(*damaged)++;
		}
	return first;
}

/* Whether a fault at this address comes of a pointer read from freed memory. */
bool
poison_looks_like(uintptr_t address)
{
	return (uint64) address >> 32 == POISON_UPPER;
}

/* The site that gave the memory back which such a pointer was read from; 0: unknown. */
uint32
poison_site(uintptr_t address)
{
	return (address >> POISON_SITE_SHIFT) & POISON_SITE_MAX;
}

/* Whether this is a whole word of poison, of whatever site. */
bool
poison_is_word(uint64 word)
{
	return word == poison_word(poison_site(word));
}
