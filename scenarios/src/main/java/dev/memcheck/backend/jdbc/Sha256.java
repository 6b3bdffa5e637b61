package dev.memcheck.backend.jdbc;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * SHA-256 and what {@link Scram} makes of it. Java's own is far faster once it is compiled, but a start is over by then: the four thousand
 * rounds for one password, run by the interpreter through objects and their providers, take longer than all else that connects.
 */
final class Sha256 {
    static final int LENGTH = 32;
    private static final int BLOCK = 64;
    private static final int WORDS = 8;
    private static final int BLOCK_WORDS = 16;

    /** Behind what is hashed stand a bit and, at the end of a block, how many bits there were. */
    private static final int FOOT = 1 + Long.BYTES;

    private static final int FIRST_BIT = 0x80000000;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    /** Of the roots of the first primes the first bits behind the point: of the square roots here, of the cube roots below. */
    private static final int[] START = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };

    private static final int[] ROUNDS = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
    };

    private Sha256() {}

    static byte[] hash(byte[] bytes) {
        return bytes(hash(START, 0, bytes));
    }

    /** HMAC. */
    static byte[] authenticator(byte[] key, byte[] bytes) {
        int[] inner = hash(padded(key, INNER), BLOCK, bytes);
        return bytes(hash(padded(key, OUTER), BLOCK, bytes(inner)));
    }

    /** PBKDF2 with HMAC, its first block. */
    static byte[] stretched(byte[] password, byte[] salt, int iterations) {
        int[] inner = padded(password, INNER);
        int[] outer = padded(password, OUTER);
        byte[] first = Arrays.copyOf(salt, salt.length + Integer.BYTES);
        first[first.length - 1] = 1;
        // All that is hashed from here on is one hash long.
        int[] block = new int[BLOCK];
        int[] each = hash(outer, BLOCK, bytes(hash(inner, BLOCK, first)));
        int[] all = each.clone();
        for (int i = 1; i < iterations; i++) {
            next(inner, each, block);
            next(outer, each, block);
            for (int word = 0; word < WORDS; word++) {
                all[word] ^= each[word];
            }
        }
        return bytes(all);
    }

    /** Of a hash the hash, behind a block of which this is the state. */
    private static void next(int[] state, int[] hash, int[] block) {
        System.arraycopy(hash, 0, block, 0, WORDS);
        block[WORDS] = FIRST_BIT;
        Arrays.fill(block, WORDS + 1, BLOCK_WORDS - 1, 0);
        block[BLOCK_WORDS - 1] = (BLOCK + LENGTH) * Byte.SIZE;
        add(state, block, hash);
    }

    private static int[] padded(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key.length > BLOCK ? hash(key) : key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= pad;
        }
        int[] state = new int[WORDS];
        add(START, words(ByteBuffer.wrap(block)), state);
        return state;
    }

    /** @param before how many bytes this is the state of */
    private static int[] hash(int[] from, int before, byte[] bytes) {
        int blocks = (bytes.length + FOOT + BLOCK - 1) / BLOCK;
        ByteBuffer whole =
                ByteBuffer.allocate(blocks * BLOCK).put(bytes).put((byte) (FIRST_BIT >>> (Integer.SIZE - Byte.SIZE)));
        whole.putLong(whole.capacity() - Long.BYTES, (long) (before + bytes.length) * Byte.SIZE)
                .rewind();
        int[] state = from.clone();
        for (int i = 0; i < blocks; i++) {
            add(state, words(whole), state);
        }
        return state;
    }

    private static int[] words(ByteBuffer from) {
        int[] words = new int[BLOCK];
        for (int i = 0; i < BLOCK_WORDS; i++) {
            words[i] = from.getInt();
        }
        return words;
    }

    private static byte[] bytes(int[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        bytes.asIntBuffer().put(words);
        return bytes.array();
    }

    /**
     * Adds a block to a state.
     *
     * @param w the block's words, and room for as many more as there are rounds
     * @param to where the new state goes, which may be the old one
     */
    private static void add(int[] from, int[] w, int[] to) {
        for (int t = BLOCK_WORDS; t < BLOCK; t++) {
            int x = w[t - 15];
            int y = w[t - 2];
            w[t] = w[t - 16]
                    + w[t - 7]
                    + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
                    + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
        }
        int a = from[0];
        int b = from[1];
        int c = from[2];
        int d = from[3];
        int e = from[4];
        int f = from[5];
        int g = from[6];
        int h = from[7];
        for (int t = 0; t < BLOCK; t++) {
            int one = h
                    + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7))
                    + (g ^ e & (f ^ g))
                    + ROUNDS[t]
                    + w[t];
            int two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b | c & (a | b));
            h = g;
            g = f;
            f = e;
            e = d + one;
            d = c;
            c = b;
            b = a;
            a = one + two;
        }
        to[0] = from[0] + a;
        to[1] = from[1] + b;
        to[2] = from[2] + c;
        to[3] = from[3] + d;
        to[4] = from[4] + e;
        to[5] = from[5] + f;
        to[6] = from[6] + g;
        to[7] = from[7] + h;
    }
}
