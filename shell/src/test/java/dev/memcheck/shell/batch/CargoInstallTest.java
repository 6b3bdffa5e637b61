package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.source.CargoCrate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CargoInstallTest {
    private static final CargoCrate CRATE = new CargoCrate(
            Path.of("work/crates/my_ext"), "my_ext", "1.0.0", Optional.of("0.18.1"), List.of("pg15"), false);

    @ParameterizedTest
    @EnumSource(InitFile.class)
    void cargoBuildsInThePlaceOfMake(InitFile file) {
        String text = new CargoInstall(CRATE, Path.of("work"), false).text(file);

        assertThat(new CargoInstall(CRATE, Path.of("work"), true).text(file)).containsPattern("\"pg\\S+ pg_test\"");
        assertThat(text)
                .contains("cargo pgrx install --manifest-path crates/my_ext/Cargo.toml --pg-config ")
                .contains("--no-default-features --features \"pg$")
                .doesNotContain("pg_test", "make install", "memcheck: install\n");
    }

    @Test
    void theToolIsOfThePgrxThatTheCrateAsksFor() {
        String text = new CargoInstall(CRATE, Path.of("work/crates/my_ext"), false).text(InitFile.GITHUB);

        assertThat(text)
                .contains(
                        "          cargo install cargo-pgrx --locked --version 0.18.1\n",
                        "          cargo pgrx install --pg-config \"$(command -v pg_config)\"");
    }

    @Test
    void cargoHasAWordOfItsOwnBesideThoseThatAreThere() {
        assertThat(CargoInstall.besides(InitFile.GITHUB, Optional.empty())).isEmpty();
        assertThat(CargoInstall.besides(InitFile.CARGO, Optional.empty()))
                .containsOnlyKeys("xtask/Cargo.toml", ".cargo/config.toml");

        String continued = CargoInstall.besides(InitFile.CARGO, Optional.of("[build]\njobs = 2\n"))
                .get(".cargo/config.toml");

        assertThat(continued).startsWith("[build]\njobs = 2\n\n[alias]\nmemcheck = \"run ");
        assertThat(CargoInstall.besides(InitFile.CARGO, Optional.of(continued))).containsOnlyKeys("xtask/Cargo.toml");
        assertThatThrownBy(() -> CargoInstall.besides(InitFile.CARGO, Optional.of("[alias]\nb = \"build\"\n")))
                .hasMessageContaining("has aliases already; add this one to them: memcheck = ");
    }
}
