package dev.memcheck.shell.command;

import dev.memcheck.render.text.Style;
import dev.memcheck.run.CommandResult;
import dev.memcheck.scenario.ScenarioDescription;
import dev.memcheck.script.Item;
import dev.memcheck.script.LanguageCommand;
import dev.memcheck.shell.out.Screen;
import java.util.List;

/** {@code \scenario} without a name: the scenarios that the server has. With one, the language runs it. */
final class ScenarioCommand implements ShellCommand {
    @Override
    public String name() {
        return LanguageCommand.SCENARIO.label();
    }

    @Override
    public String synopsis() {
        return LanguageCommand.SCENARIO.synopsis();
    }

    @Override
    public String help() {
        return LanguageCommand.SCENARIO.help();
    }

    @Override
    public Argument argument() {
        return Argument.SCENARIO;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<ScenarioDescription> scenarios = context.scenarioDesk().catalog();
        if (scenarios.isEmpty()) {
            return CommandResult.refused("the server has no scenarios: pg_ext_memcheck is not there, or you may not see"
                    + " ext_memcheck.scenarios");
        }
        List<ScenarioDescription.Parameter> ofAll = parametersOfAll(scenarios);
        Screen screen = context.screen();
        for (ScenarioDescription scenario : scenarios) {
            screen.say(scenario.name(), Style.HEADING);
            screen.say("  " + scenario.description());
            scenario.parameters().stream()
                    .filter(parameter -> !ofAll.contains(parameter))
                    .forEach(parameter -> say(parameter, screen));
        }
        screen.say("all of them", Style.HEADING);
        screen.say("    iterations=100  how often");
        screen.say("    workload='SELECT 1'  any SQL, in which :i is the number of the call");
        ofAll.forEach(parameter -> say(parameter, screen));
        return CommandResult.done();
    }

    private static void say(ScenarioDescription.Parameter parameter, Screen screen) {
        screen.say("    " + parameter.name() + "=" + (parameter.standard().isEmpty() ? "''" : parameter.standard())
                + "  " + parameter.description()
                + (parameter.range().isEmpty() ? "" : " (" + parameter.range() + ")"));
    }

    private static List<ScenarioDescription.Parameter> parametersOfAll(List<ScenarioDescription> scenarios) {
        return scenarios.get(0).parameters().stream()
                .filter(parameter -> scenarios.stream()
                        .allMatch(scenario -> scenario.parameters().contains(parameter)))
                .toList();
    }
}
