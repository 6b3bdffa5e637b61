package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.render.view.ViewInput.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    private static final Path README = Path.of("src/main/java/dev/memcheck/render/view/README.md");

    @Test
    void everyActionHasOneRow() {
        assertThat(KeyTable.standard().bindings())
                .extracting(KeyTable.Binding::action)
                .containsExactly(ViewAction.values());
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        KeyTable.Binding one = new KeyTable.Binding(ViewAction.UP, List.of(Key.of('u')), "up");
        KeyTable.Binding other = new KeyTable.Binding(ViewAction.DOWN, List.of(Key.of('u')), "down");
        assertThatThrownBy(() -> new KeyTable(List.of(one, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key u is bound to up and to down");
    }

    @Test
    void theReadmeHasTheTable() throws IOException {
        String rows = KeyTable.standard().bindings().stream()
                .map(binding ->
                        "| `" + binding.label() + "` | " + binding.action().label() + " | " + binding.help() + " |")
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(README)).contains("| --- | --- | --- |\n" + rows + "\n");
    }
}
