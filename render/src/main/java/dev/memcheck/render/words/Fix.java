package dev.memcheck.render.words;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import dev.memcheck.render.text.ServerText;
import java.util.List;
import java.util.Optional;

/** What to change, as its author would say it: in which function and line, which call, which context. */
final class Fix {
    /** What takes the context as an argument, and not the current one, begins so. */
    private static final String TAKES_CONTEXT = "MemoryContext";

    private static final String UNNAMED = "+0x";

    private final Finding finding;
    private final String function;
    private final Optional<String> call;

    private Fix(Finding finding, String function) {
        this.finding = finding;
        this.function = called(function);
        this.call = call(finding.site()).map(Fix::called);
    }

    /** The sentence, without a full stop; what is true of all findings of the kind where the function is not known. */
    static String of(Finding finding) {
        return finding.site()
                .symbol()
                .filter(name -> !name.startsWith(UNNAMED))
                .map(name -> new Fix(finding, name).sentence())
                .orElseGet(() -> isOfOwnHeap(finding)
                        ? ofOwnHeap(finding)
                        : finding.checkType().remedy());
    }

    /** Growth of the process: nobody was seen to allocate it. */
    private static boolean isOfOwnHeap(Finding finding) {
        return finding.checkType() == CheckType.MALLOC_LEAK
                && finding.site().stack().isEmpty()
                && finding.site().library().isPresent();
    }

    private static String ofOwnHeap(Finding finding) {
        return "build " + finding.site().library().map(ServerText::clean).orElse("")
                + " with malloc() as its allocator (for Rust, without #[global_allocator]) to see which function it is: its own"
                + " heap hides that, and the process was seen to grow";
    }

    private String sentence() {
        return "in " + function + place() + ", "
                + switch (finding.checkType()) {
                    case CONTEXT_LEAK -> contextLeak();
                    case WRONG_CTX_ALLOC -> wrongContext();
                    case CHUNK_LEAK ->
                        "pfree what " + call.orElse("it") + " allocates when it is no longer needed, or allocate it in"
                                + " CurrentMemoryContext, or in a context that you delete with the work: nobody frees a single chunk of "
                                + context();
                    case STATEMENT_BLOAT ->
                        "pfree what " + call.orElse("it")
                                + " allocates for each row or call, or work in a context that " + function
                                + " resets: in " + context() + " it adds up until the statement ends";
                    case MALLOC_LEAK ->
                        isRust()
                                ? "have what " + call.orElse("it")
                                        + " allocates dropped: take back by from_raw() what leak(), into_raw() or forget() gave"
                                        + " away, bound what a static keeps, and call the server through pgrx, which makes a panic"
                                        + " of an error that would jump over a Drop"
                                : "free what " + call.orElse("it")
                                        + " allocates on every path, errors included (PG_TRY with PG_FINALLY), or"
                                        + " use palloc: a context frees by itself";
                    default -> finding.checkType().remedy();
                };
    }

    private String contextLeak() {
        return call.map(made -> "undo what " + made + " makes, before " + outermost() + " returns and on the error path"
                        + " too: " + context() + " stays below " + parent())
                .orElse("create " + context() + " below CurrentMemoryContext and not below " + parent()
                        + ", or delete it before " + outermost() + " returns, on the error path too");
    }

    private String wrongContext() {
        if (isRust()) {
            return "keep it a PgBox, which is dropped, where into_pg() or a raw pointer gives it away, or allocate it in"
                    + " CurrentMemoryContext instead of " + context()
                    + "; what must stay belongs in a context of your own";
        }
        String own = "or a context that you delete before " + outermost()
                + " returns; what must stay belongs in a context of your own";
        return call.map(made -> made.startsWith(TAKES_CONTEXT)
                        ? "give " + made + " CurrentMemoryContext instead of " + context() + ", " + own
                        : "switch back from " + context() + " before " + made
                                + " allocates: to the context of the caller, " + own)
                .orElse("allocate in CurrentMemoryContext instead of " + context() + ", " + own);
    }

    private boolean isRust() {
        return finding.site().sourceFile().filter(file -> file.endsWith(".rs")).isPresent();
    }

    /** With its name alone where that is a word, in quotes otherwise. */
    private String context() {
        return named(finding.contextName());
    }

    private String parent() {
        List<String> path = finding.contextPath();
        return path.size() < 2 ? "a context that stays" : named(path.get(path.size() - 2));
    }

    private static String named(String context) {
        String name = ServerText.clean(context);
        return name.isEmpty() ? "that context" : name.indexOf(' ') < 0 ? name : "\"" + name + "\"";
    }

    private String place() {
        Site site = finding.site();
        return site.sourceFile()
                .map(file -> " at " + ServerText.clean(file.substring(file.lastIndexOf('/') + 1))
                        + (site.sourceLine().isPresent()
                                ? ":" + site.sourceLine().getAsInt()
                                : ""))
                .orElse("");
    }

    /** The function that SQL calls, where that is another one. */
    private String outermost() {
        return finding.get(FindingColumn.CALLED_BY).map(Fix::called).orElse(function);
    }

    /** What the function called last before the memory was there; empty if it has no name, or is what allocates. */
    private static Optional<String> call(Site site) {
        Optional<String> before = Optional.empty();
        for (Frame frame : Frame.withoutObserver(site.stack())) {
            if (site.owns(frame)) {
                return before.filter(name -> !name.startsWith(UNNAMED));
            }
            before = Optional.of(frame.function());
        }
        return Optional.empty();
    }

    private static String called(String name) {
        String clean = ServerText.clean(name);
        return clean.endsWith(")") ? clean : clean + "()";
    }
}
