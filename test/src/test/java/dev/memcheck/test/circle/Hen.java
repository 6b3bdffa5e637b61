package dev.memcheck.test.circle;

/** Planted: half of a circle of two classes. */
final class Hen {
    private Hen() {}

    static int age() {
        return Egg.age() + 1;
    }

    /** Not a part of it: a nested class may know its owner. */
    static final class Chick {
        int age = age();
    }
}
