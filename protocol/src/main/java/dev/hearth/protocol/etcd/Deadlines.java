package dev.hearth.protocol.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Gives every call but a watch a deadline, so that none can hang or be carried out long after. */
record Deadlines(Duration deadline) implements ClientInterceptor {
  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    boolean isWatch = "etcdserverpb.Watch".equals(method.getServiceName());
    return next.newCall(
        method,
        isWatch ? options : options.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
  }
}
