package dev.cnilab.cluster;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects of a class are still reachable: the JVM's own histogram, after a collection. */
public final class LiveInstances {
  private LiveInstances() {}

  public static int of(Class<?> type) {
    return (int) number("(?m)^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(type.getName()) + "\\b");
  }

  /** The size of all objects, without the collector's fillers. */
  public static long bytes() {
    return number("(?m)^Total +\\d+ +(\\d+)")
        - number("(?m) (\\d+)  \\[Ljdk\\.internal\\.vm\\.FillerElement;");
  }

  private static long number(String pattern) {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      Matcher line = Pattern.compile(pattern).matcher(histogram.toString());
      return line.find() ? Long.parseLong(line.group(1)) : 0;
    } catch (JMException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
