package dev.memcheck.script;

import java.util.Optional;

/** How a number is compared in an expectation. */
public enum Comparison {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    /** All signs, for messages. */
    static final String SIGNS = "= != < <= > >=";

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    public String sign() {
        return sign;
    }

    /** Whether the comparison holds of two numbers in this order. */
    public boolean holds(long left, long right) {
        int order = Long.compare(left, right);
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
        };
    }

    /** The comparison with this sign; SQL's {@code <>} is {@code !=}. */
    static Optional<Comparison> ofSign(String sign) {
        if (sign.equals("<>")) {
            return Optional.of(NOT_EQUAL);
        }
        for (Comparison comparison : values()) {
            if (comparison.sign.equals(sign)) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }
}
