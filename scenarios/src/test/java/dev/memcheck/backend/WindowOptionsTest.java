package dev.memcheck.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowOptionsTest {
    private static WindowOptions of(String json) {
        return new WindowOptions(Optional.empty(), Optional.empty(), Optional.of(json));
    }

    @Test
    void turnsAGuardRound() {
        assertThat(of("{\"guard\": [\"my_ext\"]}").withOtherEdge().json())
                .contains("{\"guard_edge\": \"start\", \"guard\": [\"my_ext\"]}");
    }

    @Test
    void leavesWhatSaysItOrHasNoGuard() {
        for (String json : new String[] {
            "{\"guard\": true, \"guard_edge\": \"end\"}",
            "{\"guard\": false}",
            "{\"poison\": true}",
            "{\"name\": \"guard\"}"
        }) {
            assertThat(of(json).withOtherEdge()).isEqualTo(of(json));
        }
        assertThat(WindowOptions.none().withOtherEdge()).isEqualTo(WindowOptions.none());
    }
}
