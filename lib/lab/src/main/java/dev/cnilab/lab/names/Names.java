package dev.cnilab.lab.names;

import dev.cnilab.lab.client.ExecResult;
import dev.cnilab.lab.place.Output;
import dev.cnilab.lab.place.Pod;
import java.util.List;

/** Looks names up in pods. */
public final class Names {

  private static final String MARK = "-- seen on eth0 --";

  private Names() {}

  public static ResolverSettings settings(Pod pod) {
    return ResolverSettings.read(pod.sh("cat /etc/resolv.conf"));
  }

  /** Looks a name up with nslookup, while tcpdump watches the pod's interface. */
  public static Lookup lookup(Pod pod, String name) {
    Output both =
        pod.sh(
            "tcpdump -lnni eth0 port 53 or icmp > /tmp/seen 2> /dev/null & sleep 0.5; "
                + "nslookup -timeout=2 -retry=1 "
                + name
                + "; code=$?; sleep 0.5; kill %1; echo '"
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
