package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.End;
import dev.cnilab.userland.shell.syntax.Token.Newline;
import dev.cnilab.userland.shell.syntax.Token.Operator;
import dev.cnilab.userland.shell.syntax.Token.RedirectionToken;
import dev.cnilab.userland.shell.syntax.Token.WordToken;
import dev.cnilab.userland.shell.tree.Redirection;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.stream.StreamUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses commands by recursive descent. */
public final class ShellParser implements AutoCloseable {
  private static final int DEEPEST = 200;

  private final Lexer lexer;
  private final TokenStream tokens;
  private final CompoundCommands compound;
  private final Conditionals conditionals;
  private final FunctionDefinitions functions;
  private final CommandWords simple;
  private @Nullable ShellSyntaxException foundAhead;
  private int depth;

  /**
   * Creates a parser that starts at a script's first line.
   *
   * @param aliases the texts of aliases at the time they are read
   * @param reader works for what it reads, and holds the present command
   */
  public ShellParser(
      ScriptSource source,
      Grammar grammar,
      Function<String, Optional<String>> aliases,
      StreamUser reader) {
    this(new Characters(source, grammar, new Aliases(aliases), 1, new ReadingCost(reader)), 0);
  }

  ShellParser(Characters in, int depth) {
    this.lexer = new Lexer(in, depth);
    this.tokens = new TokenStream(lexer);
    this.compound = new CompoundCommands(tokens, new Lists());
    this.conditionals = new Conditionals(tokens);
    this.functions = new FunctionDefinitions(tokens, this::command);
    this.simple = new CommandWords(tokens, functions);
    this.depth = depth;
  }

  /**
   * The next complete command: one line, or as many as it needs.
   *
   * @return empty at the end of the script
   */
  public Optional<ShellCommand> next() throws IOException {
    lexer.release();
    if (isAtEnd()) {
      return Optional.empty();
    }
    if (foundAhead != null) {
      throw foundAhead.in(lexer.lastLine());
    }
    try {
      ShellCommand line = sequence(Lines.ONE);
      if (!(tokens.peek() instanceof Newline) && !(tokens.peek() instanceof End)) {
        throw tokens.unexpected();
      }
      return Optional.of(line);
    } catch (ShellSyntaxException wrong) {
      throw wrong.in(lexer.lastLine());
    }
  }

  /** Releases the last command. */
  @Override
  public void close() {
    lexer.release();
  }

  /** Whether there are no more commands; what follows may still be a syntax error. */
  public boolean isAtEnd() throws IOException {
    try {
      while (tokens.peek() instanceof Newline) {
        tokens.next();
      }
      return tokens.peek() instanceof End;
    } catch (ShellSyntaxException wrong) {
      foundAhead = wrong;
      return false;
    }
  }

  /** The whole script as one command. */
  ShellCommand all() throws IOException {
    List<ShellCommand> commands = new ArrayList<>();
    for (Optional<ShellCommand> each = next(); each.isPresent(); each = next()) {
      commands.add(each.get());
    }
    return new ShellCommand.Sequence(commands);
  }

  /** The list in a command substitution, and its closing parenthesis. */
  ShellCommand listUntilParenthesis() throws IOException {
    ShellCommand body = sequence(Lines.MANY);
    tokens.expectOperator(")");
    return body;
  }

  private enum Lines {
    ONE,
    MANY
  }

  /** The lists within compound commands. */
  private final class Lists implements CompoundCommands.Lists {
    @Override
    public ShellCommand any() throws IOException {
      return sequence(Lines.MANY);
    }

    @Override
    public ShellCommand some() throws IOException {
      tokens.skipNewlines();
      if (!startsCommand(tokens.peek()) && !(tokens.peek() instanceof End)) {
        throw tokens.unexpected();
      }
      return sequence(Lines.MANY);
    }
  }

  /**
   * A sequence up to a token that cannot start a command; of at least one command unless it may be
   * empty.
   */
  private ShellCommand sequence(Lines lines) throws IOException {
    List<ShellCommand> commands = new ArrayList<>();
    skipNewlines(lines);
    while (startsCommand(tokens.peek())) {
      ShellCommand command = andOr();
      if (tokens.isOperator("&")) {
        tokens.next();
        command = new ShellCommand.Background(command);
      } else if (tokens.isOperator(";")) {
        tokens.next();
      } else if (!(tokens.peek() instanceof Newline) || lines == Lines.ONE) {
        commands.add(command);
        break;
      }
      commands.add(command);
      skipNewlines(lines);
    }
    return commands.size() == 1 ? commands.getFirst() : new ShellCommand.Sequence(commands);
  }

  private void skipNewlines(Lines lines) throws IOException {
    if (lines == Lines.MANY) {
      tokens.skipNewlines();
    }
  }

  private static boolean startsCommand(Token token) {
    return switch (token) {
      case WordToken word -> !CLOSING.contains(word.plain());
      case Operator operator -> operator.text().equals("(");
      case RedirectionToken any -> true;
      case Newline any -> false;
      case End any -> false;
    };
  }

  private static final Set<String> CLOSING =
      Set.of("then", "else", "elif", "fi", "do", "done", "esac", "}");

  /** Reserved words of bash that are not supported. */
  private static final Set<String> REFUSED = Set.of("select", "coproc");

  private ShellCommand andOr() throws IOException {
    ShellCommand left = pipeline();
    while (tokens.isOperator("&&") || tokens.isOperator("||")) {
      boolean and = tokens.isOperator("&&");
      tokens.next();
      tokens.skipNewlines();
      ShellCommand right = pipeline();
      left = and ? new ShellCommand.And(left, right) : new ShellCommand.Or(left, right);
    }
    return left;
  }

  private ShellCommand pipeline() throws IOException {
    if (lexer.grammar() == Grammar.BASH && tokens.isReserved("time")) {
      tokens.next();
      boolean posix = tokens.isReserved("-p");
      if (posix) {
        tokens.next();
      }
      return new ShellCommand.Timed(
          startsCommand(tokens.peek()) ? pipeline() : new ShellCommand.Sequence(List.of()),
          posix ? ShellCommand.TimeFormat.POSIX : ShellCommand.TimeFormat.BASH);
    }
    if (tokens.isReserved("!")) {
      tokens.next();
      return new ShellCommand.Not(stages());
    }
    return stages();
  }

  private ShellCommand stages() throws IOException {
    List<ShellCommand> stages = new ArrayList<>(List.of(command()));
    while (tokens.isOperator("|") || tokens.isOperator("|&")) {
      if (tokens.isOperator("|&")) {
        stages.set(stages.size() - 1, withErrors(stages.getLast()));
      }
      tokens.next();
      tokens.skipNewlines();
      stages.add(command());
    }
    return stages.size() == 1 ? stages.getFirst() : new ShellCommand.Pipeline(stages);
  }

  /** The command with standard error redirected to its standard output. */
  private ShellCommand withErrors(ShellCommand command) {
    return new ShellCommand.Redirected(
        tokens.line(),
        command,
        List.of(new Redirection(2, Redirection.Kind.DUPLICATE, Word.of("1"))));
  }

  private ShellCommand command() throws IOException {
    if (++depth > DEEPEST) {
      throw new ShellSyntaxException(tokens.line(), "nested too deeply");
    }
    try {
      Token first = expanded();
      return switch (first) {
        case Operator open when open.text().equals("(") && lexer.isExpression() ->
            redirected(compound::arithmetic);
        case Operator open when open.text().equals("(") -> redirected(compound::subshell);
        case WordToken word when lexer.grammar() == Grammar.BASH && word.plain().equals("[[") ->
            redirected(conditionals::command);
        case WordToken word
            when lexer.grammar() != Grammar.POSIX && word.plain().equals("function") ->
            functions.afterKeyword();
        case WordToken word
            when lexer.grammar() == Grammar.BASH && REFUSED.contains(word.plain()) ->
            throw new ShellSyntaxException(
                word.line(), word.plain(), word.plain() + ": not supported here");
        case WordToken word ->
            switch (word.plain()) {
              case "{" -> redirected(compound::group);
              case "if" -> redirected(compound::ifCommand);
              case "while" -> redirected(() -> compound.loop(ShellCommand.Condition.WHILE));
              case "until" -> redirected(() -> compound.loop(ShellCommand.Condition.UNTIL));
              case "for" -> redirected(compound::forCommand);
              case "case" -> redirected(compound::caseCommand);
              default -> simple.command();
            };
        default -> simple.command();
      };
    } finally {
      depth--;
    }
  }

  /** The next token in command position, after alias expansion. */
  private Token expanded() throws IOException {
    while (tokens.peek() instanceof WordToken word
        && !word.isReserved()
        && lexer.expandAlias(word.plain())) {
      // The text may begin with another alias.
    }
    return tokens.peek();
  }

  private ShellCommand redirected(GrammarRule compound) throws IOException {
    int line = tokens.line();
    ShellCommand body = compound.parse();
    List<Redirection> redirections = new ArrayList<>();
    while (tokens.peek() instanceof RedirectionToken) {
      redirections.addAll(tokens.redirection());
    }
    return redirections.isEmpty() ? body : new ShellCommand.Redirected(line, body, redirections);
  }
}
