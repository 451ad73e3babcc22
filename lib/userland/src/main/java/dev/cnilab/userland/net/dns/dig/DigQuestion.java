package dev.cnilab.userland.net.dns.dig;

import dev.cnilab.userland.net.dns.AskedServer;
import dev.cnilab.userland.net.dns.DigLookup;
import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.dns.DnsText;
import dev.cnilab.userland.net.dns.LookupReport;
import dev.cnilab.userland.net.dns.LookupSettings;
import dev.cnilab.userland.net.dns.MessageText;
import dev.cnilab.userland.net.dns.ReceivedAnswer;
import dev.cnilab.userland.net.dns.RecordColumns;
import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Prints {@code dig}'s output for one name. */
final class DigQuestion implements LookupReport {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int COOKIE_LENGTH = 8;

  private final Process process;
  private final DigWords.Question asked;
  private final DigFlags flags;
  private final List<AskedServer> servers;
  private final int port;
  private String greeting;

  DigQuestion(
      Process process,
      DigWords.Question asked,
      List<AskedServer> servers,
      int port,
      String greeting) {
    this.process = process;
    this.asked = asked;
    this.flags = asked.flags();
    this.servers = servers;
    this.port = port;
    this.greeting = greeting;
  }

  /** The text to print before the next answer. */
  String greeting() {
    return greeting;
  }

  /** Queries and prints; false if no server answered. */
  boolean ask() {
    LookupSettings settings =
        new LookupSettings(
            process,
            servers,
            port,
            flags.tries,
            flags.timeout,
            transport(),
            flags.stopsAtFailure,
            false,
            flags.source);
    List<String> names =
        flags.searches
            ? DnsNames.candidates(asked.name(), flags.domains, flags.ndots)
            : List.of(asked.name());
    Optional<ReceivedAnswer> received =
        new DigLookup(settings, asked.name(), this).first(names, this::question);
    received.ifPresent(this::print);
    return received.isPresent();
  }

  private AskedServer.Transport transport() {
    if (flags.overTcp || asked.type() == Type.ANY) {
      return AskedServer.Transport.TCP;
    }
    return flags.ignoresTruncation ? AskedServer.Transport.UDP_ONLY : AskedServer.Transport.UDP;
  }

  private Message question(String name) {
    Message query =
        DnsText.question(process, name, asked.type(), asked.queryClass(), flags.recurses);
    if (flags.authentic) {
      query.getHeader().setFlag(Flags.AD);
    }
    if (flags.payload > 0) {
      byte[] cookie = new byte[COOKIE_LENGTH];
      process.loop().random().nextBytes(cookie);
      int bits = flags.dnssec ? ExtendedFlags.DO : 0;
      query.addRecord(
          flags.cookie
              ? new OPTRecord(flags.payload, 0, 0, bits, List.of(new CookieOption(cookie)))
              : new OPTRecord(flags.payload, 0, 0, bits),
          Section.ADDITIONAL);
    }
    if (flags.showsQuery) {
      process.out().print(greeting);
      greeting = "";
      process.out().print(sending(query));
    }
    return query;
  }

  private String sending(Message query) {
    MessageText text = new MessageText(query, columns()).line(";; Sending:").remarks().header();
    text.line("").extension().line(";; QUESTION SECTION:").question().line("");
    return text.line(";; QUERY SIZE: " + query.toWire().length).line("").toString();
  }

  private RecordColumns columns() {
    return new RecordColumns(flags.ttl, flags.className);
  }

  private void print(ReceivedAnswer received) {
    process.out().print(greeting);
    greeting = "";
    process.out().print(flags.isShort ? brief(received) : full(received));
  }

  private String brief(ReceivedAnswer received) {
    StringBuilder text = new StringBuilder();
    for (Record record : received.message().getSection(Section.ANSWER)) {
      text.append(DnsText.data(record));
      if (flags.identifies) {
        text.append(" from server ").append(received.server().text());
        text.append(" in ").append(received.answer().took().toMillis()).append(" ms.");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private String full(ReceivedAnswer received) {
    MessageText text = new MessageText(received.message(), columns());
    if (flags.comments) {
      text.line(";; Got answer:").remarks().header().recursion().line("").extension();
    }
    if (flags.question) {
      title(text, "QUESTION").question();
      end(text);
    }
    section(text, Section.ANSWER, "ANSWER", flags.answer);
    section(text, Section.AUTHORITY, "AUTHORITY", flags.authority);
    section(text, Section.ADDITIONAL, "ADDITIONAL", flags.additional);
    if (flags.stats) {
      statistics(text, received);
    }
    return text.toString();
  }

  private void section(MessageText text, int section, String name, boolean shown) {
    if (shown && text.hasRecords(section)) {
      title(text, name).section(section);
      end(text);
    }
  }

  private MessageText title(MessageText text, String name) {
    return flags.comments ? text.line(";; " + name + " SECTION:") : text;
  }

  private void end(MessageText text) {
    if (flags.comments) {
      text.line("");
    }
  }

  private void statistics(MessageText text, ReceivedAnswer received) {
    String transport = flags.overTcp || asked.type() == Type.ANY ? "TCP" : "UDP";
    text.line(";; Query time: " + received.answer().took().toMillis() + " msec");
    text.line(
        (";; SERVER: " + received.from() + "(" + received.server().given() + ")")
            + (" (" + transport + ")"));
    text.line(";; WHEN: " + WHEN.format(process.now()));
    text.line(";; MSG SIZE  rcvd: " + received.answer().size()).line("");
  }

  @Override
  public void comment(String line) {
    process.out().println(";; " + line);
  }

  @Override
  public void nobodyAnswered() {
    process.out().print(greeting);
    greeting = "";
    comment("no servers could be reached");
  }

  @Override
  public void missed(ReceivedAnswer answer) {
    if (flags.showsSearch) {
      String again = greeting;
      print(answer);
      greeting = again;
    }
  }
}
