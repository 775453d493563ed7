"""A program that crashes, with a chain of exceptions. Try: continue, then look around with all frames alive, then go back."""


class ConfigError(Exception):
    pass


def read(settings, key):
    try:
        return settings[key]
    except KeyError as e:
        raise ConfigError(f"no setting {key!r}") from e


def connect(settings):
    host = read(settings, "host")
    port = read(settings, "port")
    return f"{host}:{port}"


print("starting")
print(connect({"host": "localhost"}))
