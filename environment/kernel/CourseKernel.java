package dev.cnilab.kernel;

import dev.cnilab.lab.Help;
import dev.cnilab.lab.Typing;
import dev.cnilab.lab.kernel.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.magic.MagicsResolver;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.kernel.JavaKernel;
import org.dflib.jjava.kernel.JavaKernelBuilder;
import org.dflib.jjava.kernel.execution.CodeEvaluator;
import org.dflib.jjava.kernel.execution.CompilationException;
import org.dflib.jjava.kernel.execution.EvaluationInterruptedException;
import org.dflib.jjava.kernel.execution.IncompleteSourceException;

/**
 * JJava with what the course adds: Shift-Tab shows the text of {@code help}, Tab offers no methods
 * that every object has, and an error leads with its message. It is compiled when the kernel is set
 * up, against the jar of JJava's Python package.
 */
public final class CourseKernel extends JavaKernel {

  private static final String NAME = "CNI Lab";

  /** The interval between attempts to interrupt a cell that is still running. */
  private static final Duration TRY = Duration.ofMillis(10);

  private final Object turn = new Object();
  private Object running; // the cell, null for none; guarded by turn

  private CourseKernel(
      LanguageInfo language,
      HistoryManager history,
      JupyterIO io,
      CommManager comms,
      Renderer renderer,
      MagicsResolver resolver,
      MagicsRegistry magics,
      StringStyler errors,
      JShell shell,
      CodeEvaluator evaluator) {
    super(
        NAME, "1", language, List.of(), history, io, comms, renderer, resolver, magics, true,
        errors, shell, evaluator);
  }

  /** The parts of JJava, created as JJava does itself. */
  private static final class Builder extends JavaKernelBuilder<Builder, CourseKernel> {
    @Override
    public CourseKernel build() {
      CodeEvaluator evaluator = buildCodeEvaluator(NAME);
      return new CourseKernel(
          buildLanguageInfo(),
          buildHistoryManager(),
          buildJupyterIO(buildJupyterIOEncoding()),
          buildCommManager(),
          buildRenderer(),
          buildMagicsResolver(buildMagicTranspiler()),
          buildMagicsRegistry(),
          buildErrorStyler(),
          buildJShell(evaluator),
          evaluator);
    }
  }

  /**
   * Runs it until Jupyter shuts it down.
   *
   * @param arguments Jupyter's connection file
   */
  public static void main(String[] arguments) throws Exception {
    String connection = Files.readString(Path.of(arguments[0]));
    PromptConnection jupyter = new PromptConnection(KernelConnectionProperties.parse(connection));
    // JShell's compiler would list every class of every jar that this one's manifest names.
    System.setProperty("java.class.path", System.getenv("JJAVA_CLASSPATH"));
    CourseKernel kernel = new Builder().build();
    kernel.onStartup();
    kernel
        .evalBuilder(Files.readString(Path.of(System.getenv("JJAVA_STARTUP_SCRIPTS_PATH"))))
        .eval();
    kernel.becomeHandlerForConnection(jupyter);
    jupyter.connect();
    jupyter.waitUntilClose();
  }

  /** The kernel becomes busy in here, before its cell is evaluated: from then on it is interrupted. */
  @Override
  protected synchronized void handleExecuteRequest(
      ShellReplyEnvironment reply, Message<ExecuteRequest> request) {
    begins(new Object());
    try {
      super.handleExecuteRequest(reply, request);
    } finally {
      begins(null);
    }
  }

  @Override
  protected Object doEval(String code) {
    Object result = super.doEval(code);
    forgetResults();
    return result;
  }

  /**
   * JShell keeps the result of each expression in a variable {@code $N}, and compiles each snippet
   * with an import of every variable there is: a notebook's cells would become slower and slower.
   */
  private void forgetResults() {
    JShell shell = getJShell();
    shell
        .snippets()
        .filter(snippet -> snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
        .filter(snippet -> shell.status(snippet) == Snippet.Status.VALID)
        .toList()
        .forEach(shell::drop);
  }

  private void begins(Object cell) {
    synchronized (turn) {
      running = cell;
    }
  }

  /**
   * Interrupts the running cell, however long that takes. JJava alone would miss one that is still
   * being compiled, and one that is already running but not in JJava's list yet.
   */
  @Override
  public void interrupt() {
    Object cell;
    synchronized (turn) {
      cell = running;
    }
    try {
      while (cell != null && interrupts(cell)) {
        Thread.sleep(TRY);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean interrupts(Object cell) {
    synchronized (turn) {
      if (running != cell) {
        return false;
      }
      super.interrupt();
      return true;
    }
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extended) {
    return Typing.help(code, at)
        .map(CourseKernel::shown)
        .orElseGet(() -> super.inspect(code, at, extended));
  }

  private static DisplayData shown(Help help) {
    DisplayData data = new DisplayData(help.view().text());
    data.putHTML(help.view().html());
    return data;
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    ReplacementOptions all = super.complete(code, at);
    return all == null
        ? null
        : new ReplacementOptions(
            Typing.worthOffering(all.getReplacements()), all.getSourceStart(), all.getSourceEnd());
  }

  @Override
  protected List<String> formatError(Throwable error) {
    return told(error).map(this::styled).orElseGet(() -> super.formatError(error));
  }

  private Optional<List<String>> told(Throwable error) {
    if (error instanceof CompilationException refused) {
      return refused(refused.getBadSnippetCompilation().snippet());
    }
    if (error instanceof IncompleteSourceException cutShort) {
      return Optional.of(Failure.cutShort(cutShort.getSource()));
    }
    if (error instanceof EvaluationInterruptedException) {
      return Optional.of(List.of("the cell was interrupted"));
    }
    if (error.getCause() instanceof EvalException thrown) {
      return Optional.of(
          Failure.thrown(
              thrown.getExceptionClassName(), thrown.getMessage(), thrown.getStackTrace()));
    }
    return Optional.empty();
  }

  private Optional<List<String>> refused(Snippet snippet) {
    return getJShell()
        .diagnostics(snippet)
        .filter(Diag::isError)
        .findFirst()
        .map(
            fault ->
                Failure.refused(
                    fault.getMessage(Locale.ENGLISH),
                    snippet.source(),
                    (int) fault.getPosition(),
                    Typing.functions()));
  }

  /** The message in red. */
  private List<String> styled(List<String> lines) {
    List<String> styled = new ArrayList<>();
    styled.add(errorStyler.secondary(lines.getFirst()));
    styled.addAll(lines.subList(1, lines.size()));
    return styled;
  }
}
