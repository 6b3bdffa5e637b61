package dev.memcheck.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.memcheck.report.WallClock;
import org.junit.jupiter.api.Test;

/** Holds the code to the picture: who may import whom. */
@AnalyzeClasses(packages = "dev.memcheck", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String AMOUNT = "dev.memcheck.amount..";
    private static final String SNAPSHOT = "dev.memcheck.snapshot..";
    private static final String OUTSIDE = "dev.memcheck.outside..";
    private static final String DIFF = "dev.memcheck.diff..";
    private static final String FINDING = "dev.memcheck.finding..";
    private static final String FILE = "dev.memcheck.file..";
    private static final String SQL = "dev.memcheck.sql..";
    private static final String SCENARIO = "dev.memcheck.scenario..";
    private static final String BACKEND = "dev.memcheck.backend..";
    private static final String SCRIPT = "dev.memcheck.script..";
    private static final String SESSION = "dev.memcheck.session..";
    private static final String RUN = "dev.memcheck.run..";
    private static final String REPORT = "dev.memcheck.report..";
    private static final String CAPTURE = "dev.memcheck.capture..";
    private static final String SOURCE = "dev.memcheck.source..";
    private static final String RENDER = "dev.memcheck.render..";
    private static final String SHELL = "dev.memcheck.shell..";
    private static final String SCREEN = "dev.memcheck.shell.screen..";
    private static final String JDK = "java..";

    @ArchTest
    static final ArchRule AMOUNTS_KNOW_NOTHING = mayDependOn(AMOUNT, AMOUNT, JDK);

    @ArchTest
    static final ArchRule SNAPSHOTS_KNOW_NOTHING = mayDependOn(SNAPSHOT, SNAPSHOT, JDK);

    @ArchTest
    static final ArchRule DIFFS_KNOW_SNAPSHOTS = mayDependOn(DIFF, DIFF, SNAPSHOT, JDK);

    @ArchTest
    static final ArchRule LOOKS_FROM_OUTSIDE_KNOW_TREES = mayDependOn(OUTSIDE, OUTSIDE, SNAPSHOT, JDK);

    @ArchTest
    static final ArchRule FINDINGS_KNOW_SNAPSHOTS = mayDependOn(FINDING, FINDING, SNAPSHOT, JDK);

    @ArchTest
    static final ArchRule THE_LANGUAGE_KNOWS_FINDINGS = mayDependOn(SCRIPT, SCRIPT, FINDING, JDK);

    @ArchTest
    static final ArchRule ANSWERS_KNOW_NOTHING = mayDependOn(SQL, SQL, JDK);

    @ArchTest
    static final ArchRule OWN_FILES_KNOW_NOTHING = mayDependOn(FILE, FILE, JDK);

    @ArchTest
    static final ArchRule SCENARIOS_ARE_VALUES = mayDependOn(SCENARIO, SCENARIO, SQL, FINDING, JDK);

    @ArchTest
    static final ArchRule BACKENDS_KNOW_WHAT_THEY_SEE = mayDependOn(
            BACKEND, BACKEND, SCENARIO, AMOUNT, SQL, FILE, SNAPSHOT, FINDING, "org.postgresql..", "javax.net..", JDK);

    @ArchTest
    static final ArchRule THE_STATE_MACHINE_KNOWS_VALUES_ONLY =
            mayDependOn(SESSION, SESSION, BACKEND, SCENARIO, SQL, FINDING, JDK);

    @ArchTest
    static final ArchRule THE_LOOP_KNOWS_ITS_MODULE =
            mayDependOn(RUN, RUN, AMOUNT, SESSION, SCRIPT, BACKEND, SCENARIO, SQL, FILE, FINDING, DIFF, SNAPSHOT, JDK);

    @ArchTest
    static final ArchRule RENDERING_KNOWS_THE_DOMAIN_AND_NO_TERMINAL = mayDependOn(
            RENDER,
            RENDER,
            AMOUNT,
            REPORT,
            SOURCE,
            RUN,
            SESSION,
            SCRIPT,
            BACKEND,
            SCENARIO,
            SQL,
            FINDING,
            DIFF,
            SNAPSHOT,
            "com.fasterxml.jackson.core..",
            "javax.xml.stream..",
            JDK);

    @ArchTest
    static final ArchRule REPORTS_KNOW_THE_DOMAIN_AND_NO_FORMAT =
            mayDependOn(REPORT, REPORT, RUN, SESSION, SCRIPT, BACKEND, SCENARIO, SQL, FINDING, DIFF, SNAPSHOT, JDK);

    @ArchTest
    static final ArchRule SOURCES_KNOW_THE_LANGUAGE = mayDependOn(SOURCE, SOURCE, SCRIPT, JDK);

    @ArchTest
    static final ArchRule CAPTURES_KNOW_WHAT_REPORTS_KNOW = mayDependOn(
            CAPTURE, CAPTURE, REPORT, RUN, SESSION, SCRIPT, BACKEND, SCENARIO, SQL, FILE, FINDING, DIFF, SNAPSHOT, JDK);

    @ArchTest
    static final ArchRule ONLY_BACKENDS_TALK_TO_THE_DRIVER = noClasses()
            .that()
            .resideOutsideOfPackage(BACKEND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.postgresql..", "java.sql..");

    @ArchTest
    static final ArchRule ONLY_THE_SHELL_KNOWS_TERMINAL_AND_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage(SHELL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jline..", "picocli..");

    @ArchTest
    static final ArchRule ONLY_THE_SCREEN_KNOWS_WHO_DRAWS = noClasses()
            .that()
            .resideOutsideOfPackage(SCREEN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.googlecode.lanterna..");

    @ArchTest
    static final ArchRule THE_SCREEN_KNOWS_NOTHING_OF_THE_SESSION =
            mayDependOn(SCREEN, SCREEN, RENDER, "com.googlecode.lanterna..", "org.jline..", JDK);

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.memcheck.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_INSIDE =
            slices().matching("dev.memcheck.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CIRCLES_OF_CLASSES =
            slices().assignedFrom(topLevelClasses()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CLASSES_ARE_FINAL = classes()
            .that()
            .resideInAPackage("dev.memcheck..")
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should(beFinalOrAbstract());

    @ArchTest
    static final ArchRule ONLY_ONE_LOOKS_AT_THE_WALL_CLOCK = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(WallClock.class.getName())
            .should()
            .accessTargetWhere(asksTheWallClock())
            .because("it may be set forwards and back, and what takes time is measured by System.nanoTime");

    private static DescribedPredicate<JavaAccess<?>> asksTheWallClock() {
        return DescribedPredicate.describe("it is a reading of the wall clock", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getTarget().getName();
            return name.equals("currentTimeMillis")
                    || owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system"))
                    || owner.equals("java.util.Date") && name.equals("<init>");
        });
    }

    /** A class and those nested in it are one. */
    private static SliceAssignment topLevelClasses() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(javaClass.getName().split("\\$", 2)[0]);
            }

            @Override
            public String getDescription() {
                return "classes";
            }
        };
    }

    /** Two classes that call each other, in {@code dev.memcheck.test.circle}, which no rule above looks at. */
    @Test
    void aCircleOfTwoClassesIsSeen() {
        JavaClasses planted = new ClassFileImporter().importPackages("dev.memcheck.test.circle");

        EvaluationResult result = NO_CIRCLES_OF_CLASSES.evaluate(planted);

        assertThat(planted).hasSizeGreaterThan(1);
        assertThat(result.getFailureReport().getDetails())
                .singleElement()
                .asString()
                .contains("circle.Hen", "circle.Egg");
    }

    private static ArchRule mayDependOn(String who, String... whom) {
        return classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(whom);
    }

    private static ArchCondition<JavaClass> beFinalOrAbstract() {
        return new ArchCondition<>("be final or abstract") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean holds = item.getModifiers().contains(JavaModifier.FINAL)
                        || item.getModifiers().contains(JavaModifier.ABSTRACT)
                        || item.getSimpleName().equals("package-info");
                events.add(new SimpleConditionEvent(item, holds, item.getName() + " can be extended"));
            }
        };
    }
}
