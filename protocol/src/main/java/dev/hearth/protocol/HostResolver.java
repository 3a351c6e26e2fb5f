package dev.hearth.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up what addresses a host's name stands for. */
@FunctionalInterface
public interface HostResolver {
  /** Every address; never an empty list. */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** As the machine does it. */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
