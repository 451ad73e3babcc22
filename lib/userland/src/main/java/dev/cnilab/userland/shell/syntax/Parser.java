package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.End;
import dev.cnilab.userland.shell.syntax.Token.Newline;
import dev.cnilab.userland.shell.syntax.Token.Operator;
import dev.cnilab.userland.shell.syntax.Token.RedirectionToken;
import dev.cnilab.userland.shell.syntax.Token.WordToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads commands by recursive descent. */
public final class Parser {
  private static final int DEEPEST = 200;

  private final Lexer lexer;
  private @Nullable ShellSyntaxException foundAhead;
  private int depth;

  /**
   * A parser of a script from its first line on.
   *
   * @param aliases what names of commands stand for, when they are read
   */
  public Parser(ScriptSource source, Grammar grammar, Function<String, Optional<String>> aliases) {
    this(new Characters(source, grammar, new Aliases(aliases), 1), 0);
  }

  Parser(Characters in, int depth) {
    this.lexer = new Lexer(in, depth);
    this.depth = depth;
  }

  /**
   * The next complete command: what is on one line, or on as many as it needs.
   *
   * @return empty at the end of the script
   */
  public Optional<Command> next() throws IOException {
    if (isAtEnd()) {
      return Optional.empty();
    }
    if (foundAhead != null) {
      throw foundAhead;
    }
    Command line = sequence(Lines.ONE);
    if (!(lexer.peek() instanceof Newline) && !(lexer.peek() instanceof End)) {
      throw unexpected(lexer.peek());
    }
    return Optional.of(line);
  }

  /** Whether there is no further command; it may still turn out to be a wrong one. */
  public boolean isAtEnd() throws IOException {
    try {
      while (lexer.peek() instanceof Newline) {
        lexer.next();
      }
      return lexer.peek() instanceof End;
    } catch (ShellSyntaxException wrong) {
      foundAhead = wrong;
      return false;
    }
  }

  /** The whole script as one command. */
  Command all() throws IOException {
    List<Command> commands = new ArrayList<>();
    for (Optional<Command> each = next(); each.isPresent(); each = next()) {
      commands.add(each.get());
    }
    return new Command.Sequence(commands);
  }

  /** What stands between the parentheses of a command substitution, and the second of them. */
  Command listUntilParenthesis() throws IOException {
    Command body = sequence(Lines.MANY);
    expectOperator(")");
    return body;
  }

  private enum Lines {
    ONE,
    MANY
  }

  /** Commands up to something that cannot start one; at least one unless it may be empty. */
  private Command sequence(Lines lines) throws IOException {
    List<Command> commands = new ArrayList<>();
    skipNewlines(lines);
    while (startsCommand(lexer.peek())) {
      Command command = andOr();
      if (isOperator("&")) {
        lexer.next();
        command = new Command.Background(command);
      } else if (isOperator(";")) {
        lexer.next();
      } else if (!(lexer.peek() instanceof Newline) || lines == Lines.ONE) {
        commands.add(command);
        break;
      }
      commands.add(command);
      skipNewlines(lines);
    }
    return commands.size() == 1 ? commands.getFirst() : new Command.Sequence(commands);
  }

  /** A list that must not be empty, as the parts of compound commands. */
  private Command body() throws IOException {
    skipNewlines(Lines.MANY);
    if (!startsCommand(lexer.peek()) && !(lexer.peek() instanceof End)) {
      throw unexpected(lexer.peek());
    }
    return sequence(Lines.MANY);
  }

  private void skipNewlines(Lines lines) throws IOException {
    while (lines == Lines.MANY && lexer.peek() instanceof Newline) {
      lexer.next();
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

  private Command andOr() throws IOException {
    Command left = pipeline();
    while (isOperator("&&") || isOperator("||")) {
      boolean and = isOperator("&&");
      lexer.next();
      skipNewlines(Lines.MANY);
      Command right = pipeline();
      left = and ? new Command.And(left, right) : new Command.Or(left, right);
    }
    return left;
  }

  private Command pipeline() throws IOException {
    if (isReserved("!")) {
      lexer.next();
      return new Command.Not(stages());
    }
    return stages();
  }

  private Command stages() throws IOException {
    List<Command> stages = new ArrayList<>(List.of(command()));
    while (isOperator("|")) {
      lexer.next();
      skipNewlines(Lines.MANY);
      stages.add(command());
    }
    return stages.size() == 1 ? stages.getFirst() : new Command.Pipeline(stages);
  }

  private Command command() throws IOException {
    if (++depth > DEEPEST) {
      throw new ShellSyntaxException(lexer.line(), "nested too deeply");
    }
    try {
      Token first = expanded();
      return switch (first) {
        case Operator open when open.text().equals("(") -> redirected(this::subshell);
        case WordToken word ->
            switch (word.plain()) {
              case "{" -> redirected(this::group);
              case "if" -> redirected(this::ifCommand);
              case "while" -> redirected(() -> loop(Command.Condition.WHILE));
              case "until" -> redirected(() -> loop(Command.Condition.UNTIL));
              case "for" -> redirected(this::forCommand);
              case "case" -> redirected(this::caseCommand);
              default -> simple();
            };
        default -> simple();
      };
    } finally {
      depth--;
    }
  }

  /** The next token, where a command begins. */
  private Token expanded() throws IOException {
    while (lexer.peek() instanceof WordToken word
        && !word.isReserved()
        && lexer.expandAlias(word.plain())) {
      // What it stands for may begin with another.
    }
    return lexer.peek();
  }

  private interface Rule {
    Command parse() throws IOException;
  }

  private Command redirected(Rule compound) throws IOException {
    int line = lexer.line();
    Command body = compound.parse();
    List<Redirection> redirections = new ArrayList<>();
    while (lexer.peek() instanceof RedirectionToken) {
      redirections.addAll(redirection());
    }
    return redirections.isEmpty() ? body : new Command.Redirected(line, body, redirections);
  }

  private Command subshell() throws IOException {
    lexer.next();
    Command body = body();
    expectOperator(")");
    return new Command.Subshell(body);
  }

  private Command group() throws IOException {
    lexer.next();
    Command body = body();
    expectWord("}");
    return body;
  }

  private Command ifCommand() throws IOException {
    List<Command.Branch> branches = new ArrayList<>();
    do {
      lexer.next();
      Command condition = body();
      expectWord("then");
      branches.add(new Command.Branch(condition, body()));
    } while (isReserved("elif"));
    Optional<Command> otherwise = Optional.empty();
    if (isReserved("else")) {
      lexer.next();
      otherwise = Optional.of(body());
    }
    expectWord("fi");
    return new Command.If(branches, otherwise);
  }

  private Command loop(Command.Condition kind) throws IOException {
    lexer.next();
    Command condition = body();
    return new Command.Loop(kind, condition, doGroup());
  }

  private Command doGroup() throws IOException {
    expectWord("do");
    Command body = body();
    expectWord("done");
    return body;
  }

  private Command forCommand() throws IOException {
    lexer.next();
    if (!(lexer.peek() instanceof WordToken name) || !isName(name.plain())) {
      throw new ShellSyntaxException(lexer.peek().line(), "Bad for loop variable");
    }
    lexer.next();
    Optional<List<Word>> words = Optional.empty();
    skipNewlines(Lines.MANY);
    if (isReserved("in")) {
      lexer.next();
      words = Optional.of(words());
      if (!(lexer.peek() instanceof Newline) && !isOperator(";")) {
        throw unexpected(lexer.peek());
      }
      lexer.next();
    } else if (isOperator(";")) {
      lexer.next();
    }
    skipNewlines(Lines.MANY);
    return new Command.For(name.plain(), words, doGroup());
  }

  private List<Word> words() throws IOException {
    List<Word> words = new ArrayList<>();
    while (lexer.peek() instanceof WordToken word) {
      lexer.next();
      words.addAll(lexer.expandBraces(word.word()));
    }
    return words;
  }

  private Command caseCommand() throws IOException {
    int line = lexer.next().line();
    Word subject = expectAnyWord();
    skipNewlines(Lines.MANY);
    expectWord("in");
    skipNewlines(Lines.MANY);
    List<Command.Choice> choices = new ArrayList<>();
    while (!isReserved("esac")) {
      choices.add(choice());
      skipNewlines(Lines.MANY);
    }
    lexer.next();
    return new Command.Case(line, subject, choices);
  }

  private Command.Choice choice() throws IOException {
    if (isOperator("(")) {
      lexer.next();
    }
    List<Word> patterns = new ArrayList<>();
    while (true) {
      if (!(lexer.peek() instanceof WordToken pattern)) {
        throw expecting(")");
      }
      lexer.next();
      patterns.add(pattern.word());
      if (!isOperator("|")) {
        break;
      }
      lexer.next();
    }
    expectOperator(")");
    Command body = sequence(Lines.MANY);
    if (isOperator(";;")) {
      lexer.next();
    } else if (!isReserved("esac")) {
      throw expecting(";;");
    }
    return new Command.Choice(patterns, body);
  }

  private Command simple() throws IOException {
    Token first = lexer.peek();
    List<Command.Assignment> assignments = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Redirection> redirections = new ArrayList<>();
    while (true) {
      expandAlias(words.isEmpty() || lexer.followsAlias());
      if (lexer.peek() instanceof WordToken word) {
        Optional<Command.Assignment> assignment =
            words.isEmpty() ? Assignments.parse(word.word()) : Optional.empty();
        if (words.isEmpty()
            && word.isReserved()
            && assignments.isEmpty()
            && redirections.isEmpty()
            && !word.plain().equals("in")) {
          throw unexpected(word);
        }
        lexer.next();
        assignment.ifPresentOrElse(
            assignments::add, () -> words.addAll(lexer.expandBraces(word.word())));
        if (words.size() == 1 && isOperator("(")) {
          return function(word);
        }
      } else if (lexer.peek() instanceof RedirectionToken) {
        redirections.addAll(redirection());
      } else if (isInDoubleBrackets(words) && (isOperator("&&") || isOperator("||"))) {
        words.add(Word.of(isOperator("&&") ? "-a" : "-o"));
        lexer.next();
      } else {
        break;
      }
    }
    if (assignments.isEmpty() && words.isEmpty() && redirections.isEmpty()) {
      throw unexpected(lexer.peek());
    }
    return new Command.Simple(first.line(), assignments, words, redirections);
  }

  /** Between busybox's {@code [[} and its end, what joins commands joins conditions. */
  private boolean isInDoubleBrackets(List<Word> words) {
    return lexer.grammar() == Grammar.BUSYBOX
        && !words.isEmpty()
        && words.getFirst().equals(Word.of("[["))
        && !words.getLast().equals(Word.of("]]"));
  }

  /** Puts the text of an alias in its place, and of an alias at the start of that. */
  private void expandAlias(boolean allowed) throws IOException {
    boolean expanded = allowed;
    while (expanded) {
      expanded = lexer.peek() instanceof WordToken name && lexer.expandAlias(name.plain());
    }
  }

  private Command function(WordToken name) throws IOException {
    lexer.next();
    expectOperator(")");
    if (!isName(name.plain())) {
      throw new ShellSyntaxException(name.line(), "Bad function name");
    }
    skipNewlines(Lines.MANY);
    return new Command.Function(name.plain(), command());
  }

  private static boolean isName(String text) {
    return text.matches("[A-Za-z_][A-Za-z_0-9]*");
  }

  private boolean isOperator(String text) throws IOException {
    return lexer.peek() instanceof Operator operator && operator.text().equals(text);
  }

  private boolean isReserved(String text) throws IOException {
    return lexer.peek() instanceof WordToken word && word.plain().equals(text);
  }

  private void expectOperator(String text) throws IOException {
    if (!isOperator(text)) {
      throw expecting(text);
    }
    lexer.next();
  }

  private void expectWord(String text) throws IOException {
    if (!isReserved(text)) {
      throw expecting(text);
    }
    lexer.next();
  }

  private Word expectAnyWord() throws IOException {
    if (lexer.peek() instanceof WordToken word) {
      lexer.next();
      return word.word();
    }
    Token found = lexer.peek();
    throw new ShellSyntaxException(
        found.line(), found.description() + " unexpected (expecting word)");
  }

  private ShellSyntaxException expecting(String text) throws IOException {
    Token found = lexer.peek();
    return new ShellSyntaxException(
        found.line(), found.description() + " unexpected (expecting \"" + text + "\")");
  }

  private static ShellSyntaxException unexpected(Token token) {
    return new ShellSyntaxException(token.line(), token.description() + " unexpected");
  }

  private List<Redirection> redirection() throws IOException {
    RedirectionToken token = (RedirectionToken) lexer.next();
    if (!(lexer.peek() instanceof WordToken target)) {
      throw unexpected(lexer.peek());
    }
    String operator = token.operator();
    int standard = operator.startsWith("<") ? 0 : 1;
    Word word =
        switch (operator) {
          case "<<", "<<-" -> lexer.hereDocument(operator, target.word());
          case "<<<" -> target.word().followedBy("\n");
          default -> target.word();
        };
    lexer.next();
    Redirection redirection =
        new Redirection(
            token.descriptor() >= 0 ? token.descriptor() : standard, kind(operator), word);
    return operator.equals("&>")
        ? List.of(redirection, new Redirection(2, Redirection.Kind.DUPLICATE, Word.of("1")))
        : List.of(redirection);
  }

  private static Redirection.Kind kind(String operator) {
    return switch (operator) {
      case "<" -> Redirection.Kind.READ;
      case ">>" -> Redirection.Kind.APPEND;
      case "<<", "<<-", "<<<" -> Redirection.Kind.HERE_DOCUMENT;
      case "<>" -> Redirection.Kind.READ_WRITE;
      case "<&", ">&" -> Redirection.Kind.DUPLICATE;
      default -> Redirection.Kind.WRITE;
    };
  }
}
