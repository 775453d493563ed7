def f(x):
    try:
        x()
    except ValueError as e:
        print(e)
    except (KeyError, IndexError):
        raise
    except:
        pass
    else:
        return 1
    return 2
