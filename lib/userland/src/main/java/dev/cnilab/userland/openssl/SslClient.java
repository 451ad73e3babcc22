package dev.cnilab.userland.openssl;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.net.tls.Roots;
import dev.cnilab.userland.net.tls.TlsStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * {@code openssl s_client}: shows the certificate of a server. It ends after the handshake, as with
 * an empty standard input.
 */
final class SslClient {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> WITH_VALUE = Set.of("-connect", "-CAfile", "-servername");
  private static final Set<String> IDLE = Set.of("-showcerts", "-servername", "-brief");

  private String target = "localhost:4433";
  private Roots roots = Roots.none();

  int run(Invocation call) throws IOException {
    List<String> words = call.arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String value = WITH_VALUE.contains(word) && i + 1 < words.size() ? words.get(++i) : "";
      if (word.equals("-connect")) {
        target = value;
      } else if (word.equals("-CAfile")) {
        Optional<Roots> read = Verify.roots(call, value);
        if (read.isEmpty()) {
          return 1;
        }
        roots = read.get();
      } else if (!IDLE.contains(word)) {
        return Openssl.refused(call, word);
      }
    }
    return connect(call);
  }

  private int connect(Invocation call) throws IOException {
    int colon = target.lastIndexOf(':');
    String host = colon < 0 ? target : target.substring(0, colon);
    String port = colon < 0 ? "4433" : target.substring(colon + 1);
    Optional<Ipv4Address> address = address(call, host);
    if (address.isEmpty() || !port.matches("\\d{1,5}")) {
      call.process().err().println("BIO_lookup_ex:Name or service not known");
      call.process().err().println("connect:errno=22");
      return 1;
    }
    ProcessSockets sockets = new ProcessSockets(call.process());
    try {
      TcpConnection connection = sockets.connect(address.get(), Integer.parseInt(port));
      try {
        if (!connection.awaitEstablished(PATIENCE)) {
          throw new ErrnoException(Errno.ETIMEDOUT);
        }
        return show(call, new Certificate(TlsStream.client(connection, PATIENCE).certificate()));
      } finally {
        sockets.close(connection);
      }
    } catch (ErrnoException refused) {
      call.process().err().println("connect:errno=" + refused.errno().number());
      return 1;
    } catch (SSLException noTls) {
      call.out().println("CONNECTED(00000003)");
      call.process()
          .err()
          .println("error:0A00010B:SSL routines:ssl3_get_record:wrong version number");
      return 1;
    }
  }

  private static Optional<Ipv4Address> address(Invocation call, String host) {
    try {
      return new Resolver(call.process()).findIpv4(host).addresses().stream().findFirst();
    } catch (LookupFailure unknown) {
      return Optional.empty();
    }
  }

  private int show(Invocation call, Certificate certificate) {
    Optional<String> objection =
        roots
            .objection(certificate.parsed(), call.process().now())
            .map(
                why ->
                    why.equals("unable to get local issuer certificate")
                        ? "unable to verify the first certificate"
                        : why);
    String subject = certificate.subject();
    String verdict = objection.map(why -> Verify.code(why) + " (" + why + ")").orElse("0 (ok)");
    call.out()
        .print(
            """
            CONNECTED(00000003)
            ---
            Certificate chain
             0 s:%1$s
               i:%2$s
               v:NotBefore: %3$s; NotAfter: %4$s
            ---
            Server certificate
            %5$ssubject=%1$s
            issuer=%2$s
            ---
            %6$s
            ---
            Verify return code: %7$s
            ---
            DONE
            """
                .formatted(
                    subject,
                    certificate.issuer(),
                    certificate.begin(),
                    certificate.end(),
                    certificate.pem(),
                    objection.map(why -> "Verification error: " + why).orElse("Verification: OK"),
                    verdict));
    return 0;
  }
}
