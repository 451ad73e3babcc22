package dev.cnilab.userland.net.dns.dig;

import dev.cnilab.userland.net.dns.DigLookup;
import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.dns.DnsText;
import dev.cnilab.userland.net.dns.LookupReport;
import dev.cnilab.userland.net.dns.LookupSettings;
import dev.cnilab.userland.net.dns.MessageText;
import dev.cnilab.userland.net.dns.ReceivedAnswer;
import dev.cnilab.userland.net.dns.RecordColumns;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Prints {@code host}'s output for one name. */
final class HostQuestion implements LookupReport {
  private static final RecordColumns COLUMNS = new RecordColumns(true, true);

  private final LookupSettings settings;
  private final String word;
  private final boolean verbose;
  private final boolean recursion;
  private boolean introduced;

  /** Whether the last answer was about another name, of which the word is an alias. */
  private boolean followed;

  HostQuestion(LookupSettings settings, String word, boolean verbose, boolean recursion) {
    this.settings = settings;
    this.word = word;
    this.verbose = verbose;
    this.recursion = recursion;
  }

  /** Queries each type in turn; returns the exit status. */
  int ask(List<String> names, List<Integer> types) {
    List<String> left = names;
    for (int type : types) {
      List<String> candidates = left;
      Optional<ReceivedAnswer> received =
          new DigLookup(settings, word, this).first(candidates, name -> question(name, type));
      if (received.isEmpty()) {
        return 1;
      }
      if (!print(received.get(), type, types.size() == 1)) {
        return 1;
      }
      String target = target(received.get());
      followed |= !target.equals(received.get().message().getQuestion().getName().toString());
      left = List.of(target);
    }
    return 0;
  }

  private Message question(String name, int type) {
    return DnsText.question(settings.process(), name, type, DClass.IN, recursion);
  }

  /** Prints an answer; false if the name does not exist. */
  private boolean print(ReceivedAnswer received, int type, boolean mentionsNone) {
    introduce(received);
    if (received.rcode() != Rcode.NOERROR) {
      String name = word.equals(DnsNames.bare(received.name())) ? word : shown(received);
      out(
          "Host "
              + name
              + " not found: "
              + received.rcode()
              + "("
              + Rcode.string(received.rcode())
              + ")");
      return false;
    }
    if (verbose) {
      out(details(received));
      return true;
    }
    List<Record> records = received.message().getSection(Section.ANSWER);
    if (records.isEmpty() && mentionsNone) {
      out(DnsNames.bare(received.name()) + " has no " + Type.string(type) + " record");
    }
    for (Record record : records) {
      boolean repeated =
          record instanceof CNAMERecord && !List.of(Type.A, Type.CNAME).contains(type);
      if (!repeated || mentionsNone) {
        out(text(record));
      }
    }
    return true;
  }

  private String shown(ReceivedAnswer received) {
    if (followed) {
      return DnsNames.bare(received.name());
    }
    return DnsNames.reverse(word).isPresent() ? received.name() : word;
  }

  private void introduce(ReceivedAnswer received) {
    boolean chosen = !settings.wantsRecursion() && recursion;
    if (chosen && !introduced) {
      introduced = true;
      out("Using domain server:\nName: " + received.server().given());
      out("Address: " + received.from() + "\nAliases: \n");
    }
  }

  private static String details(ReceivedAnswer received) {
    MessageText text = new MessageText(received.message(), COLUMNS).header().line("");
    text.line(";; QUESTION SECTION:").question().line("");
    section(text, Section.ANSWER, "ANSWER");
    section(text, Section.AUTHORITY, "AUTHORITY");
    section(text, Section.ADDITIONAL, "ADDITIONAL");
    return text
        + ("Received " + received.answer().size() + " bytes from " + received.from())
        + (" in " + received.answer().took().toMillis() + " ms");
  }

  private static void section(MessageText text, int section, String name) {
    if (text.hasRecords(section)) {
      text.line(";; " + name + " SECTION:").section(section).line("");
    }
  }

  private static String text(Record record) {
    String name = DnsNames.bare(record.getName().toString());
    String data = DnsText.data(record);
    return switch (record.getType()) {
      case Type.A -> name + " has address " + data;
      case Type.AAAA -> name + " has IPv6 address " + data;
      case Type.CNAME -> name + " is an alias for " + data;
      case Type.PTR -> name + " domain name pointer " + data;
      case Type.MX -> name + " mail is handled by " + data;
      case Type.NS -> name + " name server " + data;
      case Type.TXT -> name + " descriptive text " + data;
      case Type.HINFO -> name + " host information " + data;
      default -> name + " has " + Type.string(record.getType()) + " record " + data;
    };
  }

  private static String target(ReceivedAnswer received) {
    Name name = received.message().getQuestion().getName();
    for (Record record : received.message().getSection(Section.ANSWER)) {
      if (record instanceof CNAMERecord alias && record.getName().equals(name)) {
        name = alias.getTarget();
      }
    }
    return name.toString();
  }

  private void out(String line) {
    settings.process().out().println(line);
  }

  @Override
  public void trying(String name) {
    if (verbose) {
      out("Trying \"" + DnsNames.bare(name) + "\"");
    }
  }

  @Override
  public void comment(String line) {
    out(";; " + line);
  }
}
