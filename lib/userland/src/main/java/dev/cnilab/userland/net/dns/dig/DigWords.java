package dev.cnilab.userland.net.dns.dig;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.resolve.DnsQuery;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/**
 * The arguments of {@code dig} (bin/dig/dig.c, parse_args).
 *
 * @param server after an at sign; empty for those of resolv.conf
 * @param greeting the lines that repeat the arguments; empty if they are not printed
 * @param warnings about arguments that are ignored
 */
record DigWords(
    List<Question> questions,
    Optional<String> server,
    int port,
    String greeting,
    List<String> warnings) {

  /** A name to look up. */
  record Question(String name, int type, int queryClass, DigFlags flags) {}

  static final String RELEASE = "9.18.49-1~deb12u3-Debian";

  private static final String USAGE =
      """
      Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
                  {global-d-opt} host [@local-server] {local-d-opt}
                  [ host [@local-server] {local-d-opt} [...]]

      Use "dig -h" (or "dig -h | more") for complete list of options\
      """;

  static DigWords parse(List<String> words, ResolverConfiguration configuration)
      throws ProgramException {
    return new Parser(words, configuration).parse();
  }

  /** Parses from left to right; options before the first name apply to all names. */
  private static final class Parser {
    private final List<String> words;
    private final List<Question> questions = new ArrayList<>();
    private final DigFlags global;
    private final List<String> warnings = new ArrayList<>();
    private Optional<String> server = Optional.empty();
    private boolean serverFirst;
    private boolean isShort;
    private boolean greets = true;
    private int port = DnsQuery.PORT;
    private int type = -1;
    private int queryClass = DClass.IN;

    Parser(List<String> words, ResolverConfiguration configuration) {
      this.words = words;
      this.global =
          new DigFlags(
              configuration.givenAttempts().orElse(3),
              configuration.timeout(),
              configuration.ndots(),
              configuration.search());
    }

    DigWords parse() throws ProgramException {
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (word.startsWith("@")) {
          server = Optional.of(word.substring(1));
          serverFirst |= questions.isEmpty();
        } else if (word.startsWith("+")) {
          if (!flags().set(word.substring(1))) {
            throw CommandFailure.refused("Invalid option: " + word + "\n" + USAGE);
          }
          takeForAll(word);
        } else if (word.startsWith("-") && word.length() > 1) {
          i += option(word, i + 1 < words.size() ? words.get(i + 1) : "");
        } else {
          operand(word);
        }
      }
      if (questions.isEmpty()) {
        questions.add(new Question(".", type < 0 ? Type.NS : type, queryClass, global.copy()));
      }
      questions.forEach(each -> each.flags().isShort = isShort);
      return new DigWords(questions, server, port, greeting(), warnings);
    }

    /**
     * Handles the flags for short answers and for repeating the arguments, which apply to all names
     * wherever they stand.
     */
    private void takeForAll(String word) {
      switch (word) {
        case "+short", "+noshort" -> isShort = flags().isShort;
        case "+cmd", "+nocmd", "+all", "+noall" -> greets = flags().greets;
        default -> {}
      }
    }

    private DigFlags flags() {
      return questions.isEmpty() ? global : questions.getLast().flags();
    }

    private void operand(String word) {
      int asType = Type.value(word.toUpperCase(Locale.ROOT));
      int asClass = DClass.value(word.toUpperCase(Locale.ROOT));
      if (asType >= 0 && !word.contains(".")) {
        setType(asType);
      } else if (asClass >= 0 && !word.contains(".")) {
        setClass(asClass);
      } else {
        add(word, type < 0 ? Type.A : type);
      }
    }

    private void add(String name, int itsType) {
      questions.add(new Question(name, itsType, queryClass, global.copy()));
    }

    private void setType(int value) {
      if (questions.isEmpty()) {
        type = value;
      } else {
        Question last = questions.removeLast();
        questions.add(new Question(last.name, value, last.queryClass, last.flags));
      }
    }

    private void setClass(int value) {
      if (questions.isEmpty()) {
        queryClass = value;
      } else {
        Question last = questions.removeLast();
        questions.add(new Question(last.name, last.type, value, last.flags));
      }
    }

    /** Handles an option; returns the number of further words it uses. */
    private int option(String word, String next) throws ProgramException {
      char letter = word.charAt(1);
      if ("4ir".indexOf(letter) >= 0 && word.length() == 2) {
        return 0; // IPv4 anyway, as dig itself, and there is no file of options
      }
      if ("6dmuky".indexOf(letter) >= 0) {
        throw CommandFailure.refused("dig: -" + letter + " is not available on this machine");
      }
      if (letter == 'v') {
        throw CommandFailure.of(0, "DiG " + RELEASE);
      }
      if (letter == 'h') {
        throw CommandFailure.of(0, USAGE);
      }
      boolean attached = word.length() > 2;
      String value = attached ? word.substring(2) : next;
      switch (letter) {
        case 'x' ->
            add(
                DnsNames.reverse(value)
                    .orElseThrow(() -> new ProgramException(1, "Invalid IP address " + value)),
                type < 0 ? Type.PTR : type);
        case 't' -> {
          int number = Type.value(value.toUpperCase(Locale.ROOT));
          if (number >= 0) {
            setType(number);
          } else {
            warnings.add(";; Warning, ignoring invalid type " + value);
          }
        }
        case 'c' -> {
          int number = DClass.value(value.toUpperCase(Locale.ROOT));
          if (number >= 0) {
            setClass(number);
          } else {
            warnings.add(";; Warning, ignoring invalid class " + value);
          }
        }
        case 'q' -> add(value, type < 0 ? Type.A : type);
        case 'p' -> {
          if (!value.matches("\\d{1,5}")) {
            throw new ProgramException(1, "Couldn't parse port number '" + value + "'");
          }
          port = Integer.parseInt(value);
        }
        case 'b' ->
            flags().source =
                Ipv4Address.read(value)
                    .orElseThrow(() -> new ProgramException(1, "dig: invalid address " + value));
        case 'f' ->
            throw CommandFailure.of(
                8, value + ": No such file or directory\ndig: couldn't open specified batch file");
        default -> throw CommandFailure.refused("Invalid option: " + word + "\n" + USAGE);
      }
      return attached ? 0 : 1;
    }

    private String greeting() {
      if (!greets || isShort) {
        return "";
      }
      return ("\n; <<>> DiG " + RELEASE + " <<>> " + String.join(" ", words)).stripTrailing()
          + "\n"
          + (serverFirst ? "; (1 server found)\n" : "")
          + ";; global options: +cmd\n";
    }
  }
}
