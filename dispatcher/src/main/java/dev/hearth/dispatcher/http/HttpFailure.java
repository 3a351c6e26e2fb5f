package dev.hearth.dispatcher.http;

/** A request that is answered with an error which only HTTP knows. */
public final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  public HttpFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }

  public static HttpFailure unauthorized(String message) {
    return new HttpFailure(401, message);
  }

  static HttpFailure tooLarge(long most) {
    return new HttpFailure(
        413, "tried to read the request, but its body is over " + most + " bytes; send less");
  }
}
