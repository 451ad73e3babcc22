package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.Ruleset;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import dev.cnilab.userland.netfilter.nft.syntax.ValueParser;

/** Parses commands that change a ruleset, and executes each at once. */
public final class CommandParser {
  private final NftWords words;
  private final Ruleset ruleset;
  private final ValueParser values;
  private final ForeignTables foreign;
  private final NamedObjects named;
  private final SetParser sets;
  private final DeleteParser deletions;

  public CommandParser(NftWords words, NetworkNamespace network, ForeignTables foreign) {
    this.words = words;
    this.ruleset = network.nftables();
    this.values = new ValueParser(words, network);
    this.foreign = foreign;
    this.named = new NamedObjects(words, ruleset, foreign);
    this.sets = new SetParser(words, values);
    this.deletions = new DeleteParser(named, sets);
  }

  /** Executes a command whose first word was consumed. */
  public void run(NftToken verb) {
    NftToken object = words.peek();
    switch (verb.text()) {
      case "add", "create" -> add(verb, words.next());
      case "insert" -> {
        words.expect("rule");
        rule(verb);
      }
      case "replace" -> {
        words.expect("rule");
        replaceRule();
      }
      case "delete" -> deletions.delete(words.next());
      case "flush" -> deletions.flush(words.next());
      case "table" -> table(verb);
      case "reset", "rename", "describe", "monitor", "export", "import", "include", "define" ->
          throw NftFailure.unavailable(verb);
      default ->
          throw verb.kind() == NftToken.Kind.STRING && words.isAtEnd()
              ? NftFailure.unexpected(object, "string")
              : NftFailure.unexpected(verb);
    }
  }

  private void add(NftToken verb, NftToken object) {
    switch (object.text()) {
      case "table" -> table(verb);
      case "chain" -> {
        NftTable table = named.table();
        NftToken name = words.name();
        if (verb.is("create") && table.chain(name.text()).isPresent()) {
          throw new NftFailure(name, "Could not process rule: File exists");
        }
        NftChain.Declaration declaration = NftChain.Declaration.REGULAR;
        if (words.take("{")) {
          declaration = new Declarations(words).chain();
          words.expect("}");
        }
        NftChain.Declaration said = declaration;
        addChain(table, name, said);
      }
      case "rule" -> rule(verb);
      case "set", "map" -> {
        requireBlock();
        NftTable table = named.table();
        NftToken name = words.name();
        words.expect("{");
        set(table, object, name);
      }
      case "element" -> {
        NamedSet set = named.set(named.table());
        sets.elements(set).forEach(each -> addElement(set, each));
      }
      case "counter", "quota", "ct", "limit", "flowtable", "secmark", "synproxy" ->
          throw NftFailure.unavailable(object);
      default -> throw NftFailure.unexpected(object, "string");
    }
  }

  /** Fails for a set without a block, which is a syntax error whether or not its table exists. */
  private void requireBlock() {
    NftWords ahead = words.copy();
    int names = 0;
    for (; !ahead.isAtEnd() && !ahead.isAt("{"); ahead.next()) {
      names++;
    }
    if (names > 1 && ahead.isAtEnd()) {
      throw NftFailure.unexpected(ahead.peek(), "'{'");
    }
  }

  /**
   * Adds a chain; a chain type that the kernel does not support is an error of the whole command.
   */
  private static void addChain(NftTable table, NftToken name, NftChain.Declaration declaration) {
    try {
      table.addChain(name.text(), declaration);
    } catch (ErrnoException refused) {
      if (refused.errno() == Errno.EOPNOTSUPP) {
        throw refused;
      }
      throw NftFailure.kernel(name, refused);
    }
  }

  private void table(NftToken verb) {
    TableFamily family = named.family();
    NftToken name = words.name();
    foreign.refuse(family, name);
    if (verb.is("create") && ruleset.table(family, name.text()).isPresent()) {
      throw new NftFailure(name, "Could not process rule: File exists");
    }
    String comment = "";
    boolean block = words.take("{");
    if (block) {
      words.skipSeparators();
      comment = words.take("comment") ? words.word().text() : "";
    }
    NftTable table = ruleset.addTable(family, name.text(), comment);
    if (block) {
      new TableBlock(words, table, this::ruleOf, this::set).run();
    }
  }

  /** Parses a set or a map after its opening brace. */
  private void set(NftTable table, NftToken kind, NftToken name) {
    NamedSet.Declaration declaration = new Declarations(words).set(kind);
    NamedSet set = NamedObjects.kernel(name, () -> table.addSet(name.text(), declaration));
    if (words.take("elements")) {
      words.expect("=");
      sets.elements(set).forEach(each -> addElement(set, each));
      words.skipSeparators();
    }
    words.expect("}");
  }

  private void addElement(NamedSet set, SetParser.Located located) {
    Element element = located.element();
    NamedObjects.kernel(
        located.at(),
        () -> {
          if (element.mapped() instanceof RuleVerdict verdict) {
            set.table().require(verdict);
          }
          set.add(element);
        });
  }

  private void rule(NftToken verb) {
    NftTable table = named.table();
    NftChain chain = named.chain(table);
    int index = verb.is("insert") ? 0 : chain.rules().size();
    if (words.take("handle") || words.take("position")) {
      index = named.handle(chain) + (verb.is("insert") ? 0 : 1);
    } else if (words.take("index")) {
      NftToken at = words.peek();
      int wanted = (int) words.number(Integer.MAX_VALUE);
      if (wanted >= chain.rules().size()) {
        throw new NftFailure(at, "Could not process rule: No such file or directory");
      }
      index = wanted + (verb.is("insert") ? 0 : 1);
    }
    ruleOf(chain, index);
  }

  private void ruleOf(NftChain chain, int index) {
    NftToken first = words.peek();
    NftRuleParser.Parsed parsed = new NftRuleParser(words, chain.table(), values).parse();
    NftToken last = words.last();
    boolean leads = parsed.statements().getLast() instanceof Statement.Say;
    NamedObjects.kernel(
        leads ? last : first, () -> chain.insert(index, parsed.statements(), parsed.comment()));
  }

  private void replaceRule() {
    NftChain chain = named.chain(named.table());
    words.expect("handle");
    int index = named.handle(chain);
    chain.delete(index);
    ruleOf(chain, index);
  }
}
