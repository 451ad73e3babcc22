package dev.cnilab.lab.names;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks up names in pods. */
public final class NameLookups {

  private static final Pattern RESOLVED = Pattern.compile("^PING \\S+ \\(([\\d.]+)\\)");
  private static final String MARK = "-- seen on eth0 --";

  private NameLookups() {}

  public static ResolverSettings settings(Pod pod) {
    return ResolverSettings.read(pod.sh("cat /etc/resolv.conf"));
  }

  /**
   * The addresses that a pod's own resolver returns for some names, from the first line of ping's
   * output, which every image prints whether or not anything answers.
   *
   * @return addresses in the order of the names; empty if there is none
   */
  public static List<String> addresses(Pod pod, List<String> names) {
    String line =
        names.stream()
            .map(name -> "ping -c 1 -W 1 " + name + " 2>&1 | head -1")
            .collect(Collectors.joining("; "));
    List<String> lines = pod.sh(line).lines();
    return IntStream.range(0, names.size())
        .mapToObj(index -> index < lines.size() ? address(lines.get(index)) : "")
        .toList();
  }

  private static String address(String firstLine) {
    Matcher resolved = RESOLVED.matcher(firstLine);
    return resolved.find() ? resolved.group(1) : "";
  }

  /**
   * Looks up a name with nslookup while tcpdump captures on the pod's interface. On a busy machine
   * it takes a while until tcpdump listens and has written what it captured; it ends when nothing
   * more arrives for a second. It stays root, because without a user {@code tcpdump} in the image
   * it would not start.
   */
  public static Lookup lookup(Pod pod, String name) {
    Output both =
        pod.sh(
            "tcpdump -Z root -lnni eth0 port 53 or icmp > /tmp/seen 2> /tmp/heard & "
                + "for each in 1 2 3 4 5 6 7 8 9; do"
                + " grep -q listening /tmp/heard && break; sleep 0.5; done; "
                + "nslookup -timeout=2 -retry=1 "
                + name
                + "; code=$?; sleep 0.3; for each in 1 2 3 4 5 6 7 8 9; do"
                + " size=$(wc -c < /tmp/seen); sleep 1.1;"
                + " [ $size -gt 0 ] && [ $size = $(wc -c < /tmp/seen) ] && break; done;"
                + " kill $!; echo '"
                + MARK
                + "'; cat /tmp/seen; exit $code");
    List<String> parts = List.of((both.out() + MARK).split(MARK, -1));
    String kubectl =
        "kubectl " + pod.namespaceFlag() + "exec " + pod.name() + " -- nslookup " + name;
    Output printed =
        new Output(
            "$ " + kubectl,
            kubectl,
            new ExecResult(parts.getFirst(), both.result().err(), both.status()));
    return new Lookup(pod.name(), name, settings(pod), Capture.read(parts.get(1)), printed);
  }
}
