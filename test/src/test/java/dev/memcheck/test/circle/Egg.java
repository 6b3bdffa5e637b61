package dev.memcheck.test.circle;

/** Planted: the other half. */
final class Egg {
    private Egg() {}

    static int age() {
        return Hen.age() - 1;
    }
}
