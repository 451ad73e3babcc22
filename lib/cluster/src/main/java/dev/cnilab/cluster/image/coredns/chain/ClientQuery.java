package dev.cnilab.cluster.image.coredns.chain;

import dev.cnilab.netsim.tcp.Endpoint;
import java.util.Locale;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A client's query.
 *
 * @param transport udp or tcp
 */
public record ClientQuery(Message message, Endpoint client, String transport) {
  /** The name as the client wrote it. */
  public Name name() {
    return message.getQuestion().getName();
  }

  /** The name in lower case, with a final dot. */
  public String text() {
    return name().toString().toLowerCase(Locale.ROOT);
  }

  public int type() {
    return message.getQuestion().getType();
  }

  /** Whether the name is in a zone, which has to be in lower case and end with a dot. */
  public boolean isIn(String zone) {
    return Zones.contains(zone, text());
  }

  /** The same client's query for something else. */
  public ClientQuery about(Name other, int type) {
    Message question = new Message(message.getHeader().getID());
    if (message.getHeader().getFlag(Flags.RD)) {
      question.getHeader().setFlag(Flags.RD);
    }
    question.addRecord(Record.newRecord(other, type, DClass.IN), Section.QUESTION);
    return new ClientQuery(question, client, transport);
  }

  /** An answer without records. */
  public Message reply(int rcode) {
    Message reply = new Message(message.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setOpcode(message.getHeader().getOpcode());
    reply.getHeader().setRcode(rcode);
    if (message.getHeader().getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    reply.addRecord(message.getQuestion(), Section.QUESTION);
    return reply;
  }

  /** An authoritative answer. */
  public Message authoritative() {
    Message reply = reply(Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.AA);
    return reply;
  }
}
